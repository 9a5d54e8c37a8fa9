"""smoke"""
from invented import page, rows
def test_add(cli, write):
    write("a.html", page(url="https://mfa.karvelia.example/1"))
    write("r.jsonl", rows(20))
    ran = cli("add", "a.html", "r.jsonl", "--json")
    print(ran.err); print(ran.text[:3000])
    print(cli("search", "mercenaries", "--json").text[:1500])
    print(cli("verify").err)
def test_world(world_archive, cli):
    print(cli("status", archive=world_archive).text)
    assert 0
