"""Short invented statements in many languages, with the furniture that sites of that language put around them.

Each text: title, the date as the page writes it and the day it means, paragraphs, and the words of menus and buttons.
States, places and persons do not exist.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One statement and the words of the site around it."""

    lang: str
    title: str
    written: str  # the date as the page shows it
    date: str | None
    paragraphs: tuple[str, ...]
    site: str
    home: str
    section: str
    printing: str
    share: str
    back: str
    archive: str
    related: str
    other: tuple[str, ...]  # titles of other items, with dates in front where a site shows them
    rights: str


TEXTS: tuple[Text, ...] = (
    Text(
        "de", "Erklärung zur Lage im Merrow-Tal", "12. April 2024", "2024-04-12",
        ("Das Außenministerium verfolgt die Entwicklung im Merrow-Tal mit großer Sorge. Nach unseren Erkenntnissen wurden am 9. April mehrere Fahrzeuge beschossen.",
         "Wir weisen die Behauptung zurück, unsere Beobachter hätten den Zugang zur Brücke verweigert. Das Gegenteil trifft zu.",
         "Die Bundesregierung fordert beide Seiten auf, die Vereinbarung von 2009 einzuhalten und die Gespräche wieder aufzunehmen."),
        "Außenministerium der Republik Karvelien", "Startseite", "Pressemitteilungen", "Seite drucken", "Seite teilen", "Zurück zur Übersicht", "Archivsuche",
        "Weitere Meldungen", ("18.04.2024 Minister empfängt Botschafter", "15.04.2024 Öffnungszeiten der Konsularabteilung"), "Alle Rechte vorbehalten",
    ),
    Text(
        "it", "Nota sulla sospensione dei negoziati di Lennmark", "3 maggio 2024", "2024-05-03",
        ("Il Ministero degli Affari Esteri ha appreso con rammarico della decisione di sospendere i negoziati di Lennmark.",
         "Respingiamo l’affermazione secondo cui la nostra delegazione avrebbe abbandonato il tavolo senza preavviso: il preavviso era stato dato il 29 aprile.",
         "Il Governo resta disponibile a riprendere il dialogo in qualsiasi momento, senza condizioni."),
        "Ministero degli Affari Esteri della Repubblica di Tamrania", "Home", "Comunicati", "Stampa la pagina", "Condividi su Facebook", "Torna all'elenco", "Cerca nell'archivio",
        "Ultime notizie", ("07/05/2024 Il Ministro riceve l’ambasciatore di Vesmar", "30/04/2024 Orari degli uffici consolari"), "Tutti i diritti riservati",
    ),
    Text(
        "pt", "Nota à imprensa sobre o ataque à ponte de Halvet", "15 de março de 2024", "2024-03-15",
        ("O Governo tomou conhecimento, com profunda consternação, do ataque à ponte de Halvet, ocorrido na manhã de ontem.",
         "Não procede a alegação de que militares do nosso país teriam participado da operação. Nenhuma unidade se encontrava na região.",
         "O Governo expressa condolências às famílias das vítimas e apela à contenção de todas as partes."),
        "Ministério das Relações Exteriores de Belsar", "Página inicial", "Notas à imprensa", "Versão para impressão", "Compartilhe", "Voltar ao topo", "Pesquisar no arquivo",
        "Últimas notícias", ("20/03/2024 Chanceler viaja a Lennmark", "11/03/2024 Edital de concurso"), "Todos os direitos reservados",
    ),
    Text(
        "pl", "Oświadczenie w sprawie wydarzeń w dolinie Merrow", "17 marca 2024 r.", "2024-03-17",
        ("Ministerstwo Spraw Zagranicznych z niepokojem przyjęło doniesienia o ostrzale konwoju humanitarnego w dolinie Merrow.",
         "Stanowczo zaprzeczamy, jakoby nasi obywatele brali udział w walkach. Twierdzenia te nie znajdują żadnego potwierdzenia.",
         "Wzywamy strony do natychmiastowego wstrzymania ognia i dopuszczenia obserwatorów do mostu."),
        "Ministerstwo Spraw Zagranicznych Republiki Karwelii", "Strona główna", "Komunikaty", "Drukuj", "Udostępnij", "Powrót do listy", "Szukaj w archiwum",
        "Inne wiadomości", ("21.03.2024 Minister z wizytą w Lennmarku", "14.03.2024 Godziny pracy konsulatu"), "Wszelkie prawa zastrzeżone",
    ),
    Text(
        "ro", "Declarație privind situația din valea Merrow", "2 aprilie 2024", "2024-04-02",
        ("Ministerul Afacerilor Externe urmărește cu îngrijorare evoluțiile din valea Merrow și deplânge pierderile de vieți omenești.",
         "Respingem categoric acuzația că observatorii noștri ar fi ascuns date. Toate rapoartele au fost publicate în aceeași zi.",
         "Cerem părților să respecte protocolul din 2009 și să revină la masa negocierilor."),
        "Ministerul Afacerilor Externe al Republicii Karvelia", "Acasă", "Comunicate de presă", "Tipărește", "Distribuie", "Înapoi la listă", "Caută în arhivă",
        "Alte știri", ("05.04.2024 Întrevedere cu ambasadorul Vesmar", "28.03.2024 Program de lucru cu publicul"), "Toate drepturile rezervate",
    ),
    Text(
        "el", "Ανακοίνωση για τις εξελίξεις στη γέφυρα Χάλβετ", "14 Μαρτίου 2024", "2024-03-14",
        ("Το Υπουργείο Εξωτερικών παρακολουθεί με ανησυχία τις εξελίξεις στη γέφυρα Χάλβετ και εκφράζει τη λύπη του για τα θύματα.",
         "Απορρίπτουμε τον ισχυρισμό ότι οι παρατηρητές μας εμπόδισαν τη διέλευση των φορτηγών. Η διέλευση είχε εγκριθεί από την προηγούμενη ημέρα.",
         "Καλούμε τα μέρη να επιδείξουν αυτοσυγκράτηση και να επιστρέψουν στον διάλογο."),
        "Υπουργείο Εξωτερικών της Δημοκρατίας της Καρβελίας", "Αρχική σελίδα", "Ανακοινώσεις", "Εκτύπωση", "Κοινοποίηση", "Επιστροφή στην κορυφή", "Αναζήτηση στο αρχείο",
        "Σχετικά άρθρα", ("18/03/2024 Συνάντηση του Υπουργού με τον πρέσβη", "10/03/2024 Ωράριο λειτουργίας"), "Με επιφύλαξη παντός δικαιώματος",
    ),
    Text(
        "hy", "ԱԳՆ հայտարարությունը Մերրոու հովտում տեղի ունեցածի վերաբերյալ", "16 մարտի 2024թ.", "2024-03-16",
        ("Արտաքին գործերի նախարարությունը խորը մտահոգություն է հայտնում Մերրոու հովտում տեղի ունեցած գնդակոծության կապակցությամբ։",
         "Մենք մերժում ենք այն պնդումը, թե մեր դիտորդները թույլ չեն տվել բեռնատարների անցումը։ Իրականությունը հակառակն է։",
         "Կոչ ենք անում կողմերին պահպանել 2009 թվականի արձանագրությունը և վերսկսել բանակցությունները։"),
        "Կարվելիայի Հանրապետության արտաքին գործերի նախարարություն", "Գլխավոր", "Հայտարարություններ", "Տպել", "Կիսվել", "Վերադառնալ", "Որոնել արխիվում",
        "Այլ նորություններ", ("19.03.2024 Նախարարն ընդունեց դեսպանին", "12.03.2024 Հյուպատոսական բաժնի աշխատանքային ժամերը"), "Բոլոր իրավունքները պաշտպանված են",
    ),
    Text(
        "ka", "საგარეო საქმეთა სამინისტროს განცხადება ჰალვეტის ხიდთან მომხდარზე", "15 მარტი 2024", "2024-03-15",
        ("საგარეო საქმეთა სამინისტრო ღრმა შეშფოთებას გამოთქვამს ჰალვეტის ხიდთან ჰუმანიტარული კოლონის დაბომბვის გამო.",
         "ჩვენ უარვყოფთ ბრალდებას, თითქოს ჩვენმა დამკვირვებლებმა არ მისცეს კოლონას გავლის უფლება. ეს სიმართლეს არ შეესაბამება.",
         "მოვუწოდებთ მხარეებს, დაიცვან 2009 წლის ოქმი და დაუბრუნდნენ მოლაპარაკებებს."),
        "კარველიის რესპუბლიკის საგარეო საქმეთა სამინისტრო", "მთავარი", "განცხადებები", "ბეჭდვა", "გაზიარება", "უკან დაბრუნება", "ძიება არქივში",
        "სხვა სიახლეები", ("18.03.2024 მინისტრის შეხვედრა ელჩთან", "11.03.2024 საკონსულო განყოფილების განრიგი"), "ყველა უფლება დაცულია",
    ),
    Text(
        "he", "הודעת משרד החוץ בעניין הירי על גשר הלבט", "14 במרץ 2024", "2024-03-14",
        ("משרד החוץ מביע דאגה עמוקה נוכח הירי על גשר הלבט ומשתתף בצער המשפחות.",
         "אנו דוחים את הטענה שלפיה משקיפינו מנעו את מעבר השיירה. המעבר אושר יום קודם לכן, והדבר תועד בכתב.",
         "אנו קוראים לצדדים לנהוג באיפוק ולשוב למשא ומתן על בסיס הפרוטוקול משנת 2009."),
        "משרד החוץ של רפובליקת קרווליה", "דף הבית", "הודעות לעיתונות", "הדפסה", "שתפו", "חזרה לראש העמוד", "חיפוש בארכיון",
        "חדשות נוספות", ("18.03.2024 השר נפגש עם שגריר וסמר", "10.03.2024 שעות הקבלה במחלקה הקונסולרית"), "כל הזכויות שמורות",
    ),
    Text(
        "ja", "ハルヴェト橋における攻撃について（外務報道官談話）", "令和6年3月15日", "2024-03-15",
        ("我が国は、3月14日にハルヴェト橋で発生した攻撃を強く非難し、犠牲者の御家族に対し心から哀悼の意を表します。",
         "我が国の監視員が車列の通行を妨げたとの主張は事実に反します。通行は前日に承認されていました。",
         "我が国は、関係者に対し、最大限の自制と2009年の議定書の遵守を改めて求めます。"),
        "カルヴェリア外務省", "ホーム", "報道発表", "印刷する", "シェアする", "一覧へ戻る", "アーカイブ検索",
        "関連リンク", ("2024年3月19日 大臣と大使の会談", "2024年3月11日 領事窓口の受付時間"), "無断転載を禁じます",
    ),
    Text(
        "ko", "할베트 다리 공격에 관한 외교부 대변인 성명", "2024년 3월 15일", "2024-03-15",
        ("우리 정부는 3월 14일 할베트 다리에서 발생한 공격을 강력히 규탄하며 희생자 유가족에게 깊은 애도의 뜻을 표한다.",
         "우리 감시단이 호송대의 통행을 막았다는 주장은 사실이 아니다. 통행은 전날 이미 승인되었다.",
         "우리 정부는 모든 당사자가 자제하고 2009년 의정서를 준수할 것을 촉구한다."),
        "카르벨리아 외교부", "홈", "보도자료", "인쇄하기", "공유하기", "목록으로 돌아가기", "아카이브 검색",
        "관련 뉴스", ("2024-03-19 장관, 대사 접견", "2024-03-11 영사과 업무 시간 안내"), "모든 권리 보유",
    ),
    Text(
        "th", "แถลงการณ์กระทรวงการต่างประเทศเกี่ยวกับเหตุการณ์ที่สะพานฮัลเวต", "15 มีนาคม 2567", "2024-03-15",
        ("กระทรวงการต่างประเทศขอแสดงความเสียใจอย่างสุดซึ้งต่อครอบครัวผู้เสียชีวิตจากเหตุโจมตีขบวนรถบรรเทาทุกข์ที่สะพานฮัลเวต",
         "กระทรวงฯ ขอปฏิเสธข้อกล่าวหาที่ว่าผู้สังเกตการณ์ของไทยขัดขวางการเดินทางของขบวนรถ เนื่องจากได้มีการอนุญาตไว้ล่วงหน้าแล้ว",
         "กระทรวงฯ ขอเรียกร้องให้ทุกฝ่ายใช้ความอดทนอดกลั้นและกลับสู่การเจรจาโดยเร็ว"),
        "กระทรวงการต่างประเทศคาร์เวเลีย", "หน้าแรก", "แถลงการณ์", "พิมพ์หน้านี้", "แชร์", "กลับสู่ด้านบน", "ค้นหาในคลังข่าว",
        "ข่าวที่เกี่ยวข้อง", ("19 มีนาคม 2567 รัฐมนตรีพบเอกอัครราชทูต", "11 มีนาคม 2567 เวลาทำการฝ่ายกงสุล"), "สงวนลิขสิทธิ์",
    ),
    Text(
        "vi", "Tuyên bố của Bộ Ngoại giao về vụ tấn công cầu Halvet", "15/03/2024", "2024-03-15",
        ("Bộ Ngoại giao bày tỏ quan ngại sâu sắc về vụ tấn công đoàn xe nhân đạo tại cầu Halvet và chia buồn với gia đình các nạn nhân.",
         "Chúng tôi bác bỏ cáo buộc cho rằng quan sát viên của chúng tôi đã ngăn cản đoàn xe. Việc đi qua đã được chấp thuận từ hôm trước.",
         "Chúng tôi kêu gọi các bên kiềm chế và tuân thủ nghị định thư năm 2009."),
        "Bộ Ngoại giao Cộng hòa Karvelia", "Trang chủ", "Thông cáo báo chí", "In trang này", "Chia sẻ", "Quay lại", "Tìm kiếm trong lưu trữ",
        "Tin liên quan", ("19/03/2024 Bộ trưởng tiếp Đại sứ Vesmar", "11/03/2024 Giờ làm việc của phòng lãnh sự"), "Giữ bản quyền",
    ),
    Text(
        "id", "Pernyataan tentang serangan di jembatan Halvet", "15 Maret 2024", "2024-03-15",
        ("Kementerian Luar Negeri menyampaikan keprihatinan mendalam atas serangan terhadap konvoi kemanusiaan di jembatan Halvet.",
         "Kami menolak tuduhan bahwa para pengamat kami menghalangi perjalanan konvoi. Izin telah diberikan sehari sebelumnya.",
         "Kami menyerukan semua pihak untuk menahan diri dan kembali ke meja perundingan."),
        "Kementerian Luar Negeri Republik Karvelia", "Beranda", "Siaran pers", "Cetak halaman", "Bagikan", "Kembali ke daftar", "Cari di arsip",
        "Berita terkait", ("19/03/2024 Menteri menerima Duta Besar Vesmar", "11/03/2024 Jam layanan konsuler"), "Hak cipta dilindungi",
    ),
    Text(
        "hi", "हालवेट पुल पर हमले के संबंध में विदेश मंत्रालय का वक्तव्य", "15 मार्च 2024", "2024-03-15",
        ("विदेश मंत्रालय हालवेट पुल पर मानवीय सहायता काफिले पर हुए हमले की कड़ी निंदा करता है और पीड़ित परिवारों के प्रति संवेदना व्यक्त करता है।",
         "हम इस आरोप को अस्वीकार करते हैं कि हमारे पर्यवेक्षकों ने काफिले को रोका। अनुमति एक दिन पहले ही दी जा चुकी थी।",
         "हम सभी पक्षों से संयम बरतने और 2009 के प्रोटोकॉल का पालन करने का आह्वान करते हैं।"),
        "विदेश मंत्रालय, कार्वेलिया गणराज्य", "मुख्य पृष्ठ", "प्रेस विज्ञप्ति", "प्रिंट करें", "साझा करें", "ऊपर जाएं", "अभिलेखागार में खोजें",
        "सभी समाचार", ("19 मार्च 2024 मंत्री की राजदूत से भेंट", "11 मार्च 2024 कांसुलर सेवा का समय"), "सर्वाधिकार सुरक्षित",
    ),
    Text(
        "kk", "Халвет көпіріндегі шабуылға байланысты Сыртқы істер министрлігінің мәлімдемесі", "15 наурыз 2024", "2024-03-15",
        ("Сыртқы істер министрлігі Халвет көпіріндегі гуманитарлық керуенге жасалған шабуылға байланысты терең алаңдаушылық білдіреді.",
         "Біздің бақылаушылар керуеннің өтуіне кедергі жасады деген айыптауды қабылдамаймыз. Рұқсат бір күн бұрын берілген болатын.",
         "Тараптарды ұстамдылық танытуға және 2009 жылғы хаттаманы сақтауға шақырамыз."),
        "Карвелия Республикасының Сыртқы істер министрлігі", "Басты бет", "Мәлімдемелер", "Басып шығару", "Бөлісу", "Артқа", "Мұрағаттан іздеу",
        "Барлық жаңалықтар", ("19.03.2024 Министр елшіні қабылдады", "11.03.2024 Консулдық бөлімнің жұмыс уақыты"), "Барлық құқықтар қорғалған",
    ),
    Text(
        "uk", "Заява МЗС щодо обстрілу гуманітарної колони на мосту Халвет", "15 березня 2024 року", "2024-03-15",
        ("Міністерство закордонних справ висловлює глибоке занепокоєння у зв’язку з обстрілом гуманітарної колони на мосту Халвет.",
         "Ми відкидаємо твердження про те, що наші спостерігачі перешкоджали проїзду колони. Дозвіл було надано напередодні.",
         "Закликаємо сторони дотримуватися протоколу 2009 року та повернутися до переговорів."),
        "Міністерство закордонних справ Республіки Карвелія", "Головна", "Заяви", "Версія для друку", "Поділитися", "Назад до списку", "Пошук у архіві",
        "Інші новини", ("19.03.2024 Міністр прийняв посла Весмару", "11.03.2024 Графік роботи консульського відділу"), "Усі права захищено",
    ),
    Text(
        "sr", "Саопштење поводом гранатирања хуманитарног конвоја на мосту Халвет", "15. март 2024.", "2024-03-15",
        ("Министарство спољних послова изражава дубоку забринутост због гранатирања хуманитарног конвоја на мосту Халвет.",
         "Одбацујемо тврдњу да су наши посматрачи спречили пролазак конвоја. Дозвола је била издата дан раније.",
         "Позивамо стране да се уздрже од насиља и да поштују протокол из 2009. године."),
        "Министарство спољних послова Републике Карвелије", "Почетна", "Саопштења", "Штампај", "Подели", "Повратак", "Претрага архиве",
        "Остале вести", ("19.03.2024 Министар примио амбасадора", "11.03.2024 Радно време конзуларног одељења"), "Сва права задржана",
    ),
    Text(
        "bg", "Изявление относно обстрела на хуманитарния конвой при моста Халвет", "15 март 2024 г.", "2024-03-15",
        ("Министерството на външните работи изразява дълбока загриженост във връзка с обстрела на хуманитарния конвой при моста Халвет.",
         "Отхвърляме твърдението, че нашите наблюдатели са възпрепятствали преминаването на конвоя. Разрешението беше дадено предния ден.",
         "Призоваваме страните да проявят сдържаност и да спазват протокола от 2009 година."),
        "Министерство на външните работи на Република Карвелия", "Начало", "Прессъобщения", "Версия за печат", "Споделете", "Обратно към списъка", "Търсене в архива",
        "Други новини", ("19.03.2024 Министърът прие посланика", "11.03.2024 Работно време на консулската служба"), "Всички права запазени",
    ),
    Text(
        "cs", "Prohlášení k ostřelování humanitárního konvoje na mostě Halvet", "15. března 2024", "2024-03-15",
        ("Ministerstvo zahraničních věcí vyjadřuje hluboké znepokojení nad ostřelováním humanitárního konvoje na mostě Halvet.",
         "Odmítáme tvrzení, že naši pozorovatelé zabránili průjezdu konvoje. Povolení bylo vydáno o den dříve.",
         "Vyzýváme strany ke zdrženlivosti a k dodržování protokolu z roku 2009."),
        "Ministerstvo zahraničních věcí Karvelské republiky", "Úvodní stránka", "Tiskové zprávy", "Vytisknout", "Sdílet", "Zpět na seznam", "Hledat v archivu",
        "Další zprávy", ("19.03.2024 Ministr přijal velvyslance Vesmaru", "11.03.2024 Úřední hodiny konzulárního oddělení"), "Všechna práva vyhrazena",
    ),
    Text(
        "hu", "Közlemény a Halvet hídnál történt támadásról", "2024. március 15.", "2024-03-15",
        ("A Külügyminisztérium mély aggodalmát fejezi ki a Halvet hídnál a humanitárius konvoj ellen elkövetett támadás miatt.",
         "Visszautasítjuk azt az állítást, hogy megfigyelőink megakadályozták volna a konvoj áthaladását. Az engedélyt egy nappal korábban megadták.",
         "Felszólítjuk a feleket, hogy tanúsítsanak önmérsékletet, és tartsák be a 2009-es jegyzőkönyvet."),
        "A Karvéliai Köztársaság Külügyminisztériuma", "Főoldal", "Sajtóközlemények", "Nyomtatás", "Megosztás", "Vissza a listához", "Keresés az archívumban",
        "További hírek", ("2024.03.19. A miniszter fogadta a nagykövetet", "2024.03.11. A konzuli osztály ügyfélfogadása"), "Minden jog fenntartva",
    ),
    Text(
        "sv", "Uttalande om attacken mot Halvetbron", "15 mars 2024", "2024-03-15",
        ("Utrikesdepartementet ser med stor oro på beskjutningen av den humanitära konvojen vid Halvetbron och beklagar sorgen.",
         "Vi avvisar påståendet att våra observatörer skulle ha hindrat konvojen. Tillstånd hade getts dagen innan.",
         "Vi uppmanar parterna till återhållsamhet och till att respektera protokollet från 2009."),
        "Utrikesdepartementet i Karvelien", "Startsida", "Pressmeddelanden", "Skriv ut", "Dela sidan", "Tillbaka till toppen", "Sök i arkivet",
        "Fler nyheter", ("2024-03-19 Ministern tar emot ambassadören", "2024-03-11 Konsulära öppettider"), "Alla rättigheter förbehållna",
    ),
    Text(
        "nl", "Verklaring over de beschieting van het konvooi bij de Halvetbrug", "15 maart 2024", "2024-03-15",
        ("Het Ministerie van Buitenlandse Zaken is diep bezorgd over de beschieting van het humanitaire konvooi bij de Halvetbrug.",
         "Wij verwerpen de bewering dat onze waarnemers het konvooi hebben tegengehouden. De doorgang was een dag eerder goedgekeurd.",
         "Wij roepen de partijen op zich terughoudend op te stellen en het protocol van 2009 na te leven."),
        "Ministerie van Buitenlandse Zaken van de Republiek Karvelië", "Home", "Persberichten", "Afdrukken", "Deel deze pagina", "Terug naar overzicht", "Zoeken in archief",
        "Meer nieuws", ("19-03-2024 Minister ontvangt ambassadeur", "11-03-2024 Openingstijden consulaire afdeling"), "Alle rechten voorbehouden",
    ),
    Text(
        "ur", "ہالویٹ پل پر حملے کے بارے میں وزارت خارجہ کا بیان", "15 مارچ 2024", "2024-03-15",
        ("وزارت خارجہ ہالویٹ پل پر امدادی قافلے پر ہونے والے حملے پر گہری تشویش کا اظہار کرتی ہے اور متاثرہ خاندانوں سے تعزیت کرتی ہے۔",
         "ہم اس الزام کو مسترد کرتے ہیں کہ ہمارے مبصرین نے قافلے کو روکا۔ اجازت ایک دن پہلے دی جا چکی تھی۔",
         "ہم فریقین سے تحمل کا مظاہرہ کرنے اور 2009 کے پروٹوکول کی پابندی کا مطالبہ کرتے ہیں۔"),
        "وزارت خارجہ، جمہوریہ کارویلیا", "صفحہ اول", "پریس ریلیز", "پرنٹ کریں", "شیئر کریں", "واپس", "آرکائیو میں تلاش کریں",
        "تمام خبریں", ("19 مارچ 2024 وزیر کی سفیر سے ملاقات", "11 مارچ 2024 قونصلر خدمات کے اوقات"), "جملہ حقوق محفوظ ہیں",
    ),
    Text(
        "fa", "بیانیه وزارت امور خارجه درباره حمله به پل هالوت", "۲۵ اسفند ۱۴۰۲", "2024-03-15",
        ("وزارت امور خارجه نگرانی عمیق خود را از حمله به کاروان کمک‌های انسان‌دوستانه در پل هالوت ابراز می‌دارد و با خانواده‌های قربانیان همدردی می‌کند.",
         "ما این ادعا را که ناظران ما مانع عبور کاروان شده‌اند رد می‌کنیم. اجازه عبور یک روز پیش از آن صادر شده بود.",
         "از طرف‌ها می‌خواهیم خویشتنداری کنند و به پروتکل سال ۲۰۰۹ پایبند بمانند."),
        "وزارت امور خارجه جمهوری کارولیا", "صفحه اصلی", "بیانیه‌ها", "نسخه چاپی", "اشتراک گذاری", "بازگشت به فهرست", "جستجو در آرشیو",
        "اخبار مرتبط", ("۱۴۰۲/۱۲/۲۹ دیدار وزیر با سفیر", "۱۴۰۲/۱۲/۲۱ ساعات کار بخش کنسولی"), "تمامی حقوق محفوظ است",
    ),
    Text(
        "az", "Halvet körpüsündə humanitar konvoyun atəşə tutulması ilə bağlı bəyanat", "15 mart 2024-cü il", "2024-03-15",
        ("Xarici İşlər Nazirliyi Halvet körpüsündə humanitar konvoyun atəşə tutulmasından dərin narahatlığını bildirir.",
         "Müşahidəçilərimizin konvoyun keçməsinə mane olması barədə iddianı rədd edirik. İcazə bir gün əvvəl verilmişdi.",
         "Tərəfləri təmkinli olmağa və 2009-cu il protokoluna əməl etməyə çağırırıq."),
        "Karveliya Respublikasının Xarici İşlər Nazirliyi", "Ana səhifə", "Bəyanatlar", "Çap versiyası", "Paylaş", "Geri qayıt", "Arxivdə axtarış",
        "Digər xəbərlər", ("19.03.2024 Nazir səfiri qəbul edib", "11.03.2024 Konsulluq şöbəsinin iş saatları"), "Bütün hüquqlar qorunur",
    ),
)
