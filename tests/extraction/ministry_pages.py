"""Templates of sites as ministries have them: the same statement set into the markup of a dozen content systems.

`build(template, text)` gives the page; what must come out is in the text itself.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from ministry_texts import Text

_PLAIN_MENU = "".join


def _paragraphs(text: Text, tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{escape(p)}</{tag}>" for p in text.paragraphs)


def _menu(text: Text) -> str:
    return f'<ul><li><a href="/">{text.home}</a></li><li><a href="/p">{text.section}</a></li><li><a href="/s">{text.archive}</a></li></ul>'


def _others(text: Text) -> str:
    return "".join(f'<li><a href="/n/{n}">{escape(o)}</a></li>' for n, o in enumerate(text.other))


def blog(text: Text) -> str:
    """A blog system: article, entry title, time element, share buttons, related posts inside the article."""
    return f"""<!DOCTYPE html><html lang="{text.lang}"><head><meta charset="utf-8"><title>{escape(text.title)} | {text.site}</title>
<meta property="og:title" content="{escape(text.title)}"><meta property="og:site_name" content="{text.site}"></head>
<body class="post-template single"><header class="site-header"><a class="logo" href="/">{text.site}</a><nav>{_menu(text)}</nav></header>
<main id="main" class="site-main"><article class="post type-post"><header class="entry-header"><h1 class="entry-title">{escape(text.title)}</h1>
<div class="entry-meta"><span class="posted-on">{text.written}</span> <span class="cat-links"><a href="/p">{text.section}</a></span></div></header>
<div class="entry-content">{_paragraphs(text)}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">{text.share}</h3><ul><li><a href="#">Facebook</a></li><li><a href="#">X</a></li></ul></div></div>
<footer class="entry-footer"><a href="/p">{text.back}</a></footer></article>
<aside class="related"><h2>{text.related}</h2><ul>{_others(text)}</ul></aside></main>
<footer class="site-footer"><p>© 2024 {text.site}. {text.rights}.</p></footer></body></html>"""


def portal(text: Text) -> str:
    """A government portal: regions, fields, breadcrumb, date in a field of its own above the body."""
    return f"""<!DOCTYPE html><html lang="{text.lang}" dir="ltr"><head><meta charset="utf-8"><title>{escape(text.title)} - {text.site}</title>
<link rel="canonical" href="https://mfa.karvelia.example/node/4711"></head><body class="path-node page-node-type-press">
<a href="#main-content" class="visually-hidden focusable skip-link">{text.home}</a>
<div class="region region-header"><div class="site-branding"><a href="/">{text.site}</a></div></div>
<div class="region region-primary-menu"><nav class="navigation">{_menu(text)}</nav></div>
<div class="region region-breadcrumb"><nav class="breadcrumb"><ol><li><a href="/">{text.home}</a></li><li><a href="/p">{text.section}</a></li></ol></nav></div>
<main><div class="region region-content"><div class="block block-page-title-block"><h1 class="page-title"><span class="field field--name-title">{escape(text.title)}</span></h1></div>
<article class="node node--type-press"><div class="node__content">
<div class="field field--name-field-date field--type-datetime">{text.written}</div>
<div class="clearfix text-formatted field field--name-body">{_paragraphs(text)}</div>
<div class="links"><a href="/print">{text.printing}</a> <a href="/share">{text.share}</a></div></div></article></div>
<div class="region region-sidebar"><div class="views-block"><h2>{text.related}</h2><ul>{_others(text)}</ul></div></div></main>
<footer><div class="region region-footer"><p>{text.site} 2010-2024</p><a href="/s">{text.archive}</a></div></footer></body></html>"""


def tables(text: Text) -> str:
    """A site of 2003: tables in tables, the title in bold, the date at the end, the site's name alone in the head."""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{text.site}</title></head>
<body><table width="760" align="center"><tr><td colspan="2"><b>{text.site}</b></td></tr>
<tr><td width="150" valign="top"><table><tr><td><a href="/">{text.home}</a></td></tr><tr><td><a href="/p">{text.section}</a></td></tr>
<tr><td><a href="/s">{text.archive}</a></td></tr></table></td>
<td valign="top"><table><tr><td align="center"><font size="4"><b>{escape(text.title)}</b></font></td></tr>
<tr><td>{_paragraphs(text)}<p align="right"><i>{text.written}</i></p></td></tr>
<tr><td><a href="javascript:print()">{text.printing}</a> | <a href="javascript:history.back()">{text.back}</a></td></tr></table></td></tr>
<tr><td colspan="2" align="center"><font size="1">© 2003-2024 {text.site}. {text.rights}.</font></td></tr></table></body></html>"""


def news_single(text: Text) -> str:
    """A content system with a news plug-in: divs, a date span before the heading, a back link, an address in the foot."""
    return f"""<!DOCTYPE html><html lang="{text.lang}"><head><meta charset="utf-8"><title>{text.site}: {escape(text.title)}</title></head>
<body id="p12"><div id="page"><div id="header"><div id="logo"><a href="/">{text.site}</a></div><div id="mainnav">{_menu(text)}</div></div>
<div id="content"><div class="csc-default"><div class="news news-single"><div class="article"><div class="header">
<span class="news-list-date">{text.written}</span><h1>{escape(text.title)}</h1></div>
<div class="news-text-wrap">{_paragraphs(text)}</div>
<div class="news-backlink-wrap"><a href="/p">{text.back}</a></div></div></div></div></div>
<div id="rightcol"><h3>{text.related}</h3><ul>{_others(text)}</ul></div>
<div id="footer"><p>{text.rights} · {text.site}</p></div></div></body></html>"""


def forms(text: Text) -> str:
    """A portal whose whole page is one form: spans, empty lines, no-break spaces, zero-width spaces."""
    body = "".join(
        f"<div><span style='font-size:11pt'>\u200b{escape(p)}&nbsp;</span></div><div>&nbsp;</div>" for p in text.paragraphs
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>
	{escape(text.title)}
</title></head><body><form method="post" action="./item.aspx" id="aspnetForm"><div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" value="x"></div>
<div id="s4-workspace"><div class="top-nav menu horizontal"><ul><li><a href="/">{text.home}</a></li><li><a href="/p">{text.section}</a></li></ul></div>
<div id="contentBox"><div id="DeltaPlaceHolderMain"><h2 class="news-title">{escape(text.title)}</h2>
<div class="news-date">{text.written}</div>
<div class="ms-rtestate-field" id="ctl00_PlaceHolderMain_RichHtml"><div>{body}</div></div></div></div>
<div class="tools"><a href="#">{text.printing}</a><a href="#">{text.share}</a></div>
<div class="footer-copy">© {text.site} 2024</div></div></form></body></html>"""


def hashed(text: Text) -> str:
    """A site built by a front-end framework: class names are hashes, everything is a div."""
    body = "".join(f'<p class="css-1x2y3z">{escape(p)}</p>' for p in text.paragraphs)
    others = "".join(f'<a class="css-9q8w7e" href="/n/{n}"><div>{escape(o)}</div></a>' for n, o in enumerate(text.other))
    return f"""<!DOCTYPE html><html lang="{text.lang}"><head><meta charset="utf-8"><title>{escape(text.title)} – {text.site}</title></head><body><div id="__next">
<div class="css-a1b2c3"><a href="/">{text.site}</a><a href="/p">{text.section}</a><a href="/s">{text.archive}</a></div>
<div class="css-d4e5f6"><div class="css-g7h8"><h1 class="css-i9j0">{escape(text.title)}</h1><div class="css-k1l2">{text.written}</div></div>
<div class="css-m3n4">{body}</div><div class="css-o5p6"><button>{text.share}</button><button>{text.printing}</button></div></div>
<div class="css-q7r8"><h2 class="css-s9t0">{text.related}</h2>{others}</div>
<div class="css-u1v2"><div>{text.rights}</div><div>© 2024 {text.site}</div></div></div></body></html>"""


def detail(text: Text) -> str:
    """A content system of the East: news-detail, date-time span, the text in one div parted by line breaks."""
    return f"""<!DOCTYPE html><html lang="{text.lang}"><head><meta charset="utf-8"><title>{escape(text.title)}</title></head><body>
<div class="header"><div class="wrap"><a href="/" class="logo">{text.site}</a><ul class="top-menu"><li><a href="/p">{text.section}</a></li><li><a href="/s">{text.archive}</a></li></ul></div></div>
<div class="wrap"><div class="bx-breadcrumb"><a href="/">{text.home}</a> <span>/</span> <a href="/p">{text.section}</a></div>
<div class="news-detail"><span class="news-date-time">{text.written}</span><h3>{escape(text.title)}</h3>
{"<br /><br />".join(escape(p) for p in text.paragraphs)}
<div style="clear:both"></div><br /><a href="/print">{text.printing}</a></div>
<p><a href="/p/">{text.back}</a></p></div><div class="footer">{text.site}<br>© 2008-2024</div></body></html>"""


def component(text: Text) -> str:
    """A content system of 2008: tables named contentpaneopen, createdate and buttonheading."""
    return f"""<html xml:lang="{text.lang}"><head><meta charset="utf-8"><title>{escape(text.title)}</title></head><body><div id="wrapper"><div id="left">{_menu(text)}</div><div id="main">
<table class="contentpaneopen"><tr><td class="contentheading" width="100%">{escape(text.title)}</td><td align="right" class="buttonheading"><a href="#">{text.printing}</a></td></tr></table>
<table class="contentpaneopen"><tr><td valign="top" class="createdate">{text.written}</td></tr><tr><td valign="top">{_paragraphs(text)}</td></tr></table>
<span class="article_separator">&nbsp;</span></div><div id="right"><div class="moduletable"><h3>{text.related}</h3><ul class="latestnews">{_others(text)}</ul></div></div>
<div id="footer">{text.site} © 2024. {text.rights}.</div></div></body></html>"""


def bare(text: Text) -> str:
    """A page without any site: heading, date, paragraphs."""
    return f"""<html><head><meta charset="utf-8"></head><body><h2>{escape(text.title)}</h2><p><b>{text.written}</b></p>{_paragraphs(text)}</body></html>"""


def semantic(text: Text) -> str:
    """A modern site: main, article, header with a labelled date, section heading as h1, the title as h2, address, long footer."""
    return f"""<!DOCTYPE html><html lang="{text.lang}"><head><meta charset="utf-8"><title>{escape(text.title)} | {text.section} | {text.site}</title></head><body>
<div class="cookie-banner" role="dialog"><p>Cookies.</p><button>OK</button></div>
<header role="banner"><a href="/">{text.site}</a><nav aria-label="main">{_menu(text)}</nav></header>
<div class="page-header"><h1>{text.section}</h1></div>
<main><article><h2>{escape(text.title)}</h2><p class="meta"><time>{text.written}</time></p>{_paragraphs(text)}</article>
<section class="more"><h3>{text.related}</h3><ul>{_others(text)}</ul><a href="/p">{text.back}</a></section></main>
<footer role="contentinfo"><ul><li><a href="/s">{text.archive}</a></li></ul><small>© {text.site}</small></footer></body></html>"""


TEMPLATES: dict[str, Callable[[Text], str]] = {
    f.__name__: f for f in (blog, portal, tables, news_single, forms, hashed, detail, component, bare, semantic)
}


def build(template: str, text: Text) -> bytes:
    """The page as it is saved."""
    return TEMPLATES[template](text).encode("utf-8")
