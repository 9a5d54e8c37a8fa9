"""Pages as the big systems of press rooms give them, each with the junk that is typical of it, and what must come out.

Every page is written by hand about invented states; the words of a template are those that such sites show.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """One page and what it holds."""

    name: str
    html: str
    title: str
    date: str | None
    lines: tuple[str, ...]  # of the text, without a dateline


GOV = Case(
    "a government portal in one design for all ministries",
    """<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8">
<title>Foreign Secretary statement on the Orvel strait - GOV.XTM</title>
<meta property="og:site_name" content="GOV.XTM"><meta property="og:title" content="Foreign Secretary statement on the Orvel strait">
<script type="application/ld+json">{"@context":"http://schema.org","@type":"NewsArticle","headline":"Foreign Secretary statement on the Orvel strait","datePublished":"2023-02-07T16:30:00.000+00:00","dateModified":"2023-02-09T10:00:00.000+00:00"}</script></head>
<body class="gem-c-layout-for-public govuk-template__body">
<div id="global-cookie-message" class="gem-c-cookie-banner govuk-cookie-banner" role="region" aria-label="Cookies on GOV.XTM"><h2>Cookies on GOV.XTM</h2>
<p>We use some essential cookies to make this website work.</p><p>We would like to set additional cookies to understand how you use GOV.XTM, remember your settings and improve government services.</p><button>Accept additional cookies</button><button>Reject additional cookies</button><a href="/help/cookies">View cookies</a></div>
<a href="#content" class="gem-c-skip-link govuk-skip-link">Skip to main content</a>
<header role="banner"><a href="/" title="Go to the homepage">GOV.XTM</a><nav><h2>Navigation menu</h2><button>Menu</button><ul><li><a href="/browse">Benefits</a></li><li><a href="/b2">Births, deaths, marriages and care</a></li></ul></nav></header>
<div id="wrapper" class="news-article"><div class="gem-c-contextual-breadcrumbs"><div class="gem-c-breadcrumbs govuk-breadcrumbs"><ol><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ol></div></div>
<main role="main" id="content" class="govuk-main-wrapper"><div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
<div class="gem-c-heading"><span class="govuk-caption-xl gem-c-heading__context">Press release</span><h1 class="gem-c-heading__text govuk-heading-l">Foreign Secretary statement on the Orvel strait</h1></div>
<p class="gem-c-lead-paragraph">The Foreign Secretary has condemned the closure of the Orvel strait to merchant ships.</p></div>
<div class="gem-c-metadata"><dl class="gem-c-metadata__list"><dt class="gem-c-metadata__term">From:</dt><dd><a href="/o">Foreign Office</a> and <a href="/m">The Rt Hon Elda Marsh</a></dd>
<dt>Published</dt><dd>7 February 2023</dd><dt>Last updated</dt><dd>9 February 2023 — <a href="#full-publication-update-history">See all updates</a></dd></dl></div>
<div class="gem-c-single-page-notification-button"><button>Get emails about this page</button></div>
<div class="content-bottom-margin"><figure class="gem-c-image"><img src="a.jpg" alt=""></figure>
<div class="gem-c-govspeak govuk-govspeak"><div class="govspeak"><p>Foreign Secretary Elda Marsh said:</p>
<blockquote><p class="last-child">The strait has been open to all flags for ninety years. It must be open again tomorrow.</p></blockquote>
<p>Tamrania will raise the matter at the council of the ALS on Thursday.</p>
<h2 id="background">Background</h2><ul><li>The treaty of 1931 gives free passage to merchant ships.</li><li>Karvelia closed the strait on 5 February.</li></ul>
<div class="contact" id="contact_1"><h3>Media enquiries</h3><p>Email <a href="mailto:a@b.example">newsdesk@fo.xtm.example</a></p><p>Telephone 020 7008 3100</p></div></div></div></div>
<div class="gem-c-share-links"><h2 class="gem-c-share-links__title">Share this page</h2><ul><li><a href="#">Share on Facebook (opens in new tab)</a></li><li><a href="#">Share on Twitter (opens in new tab)</a></li></ul></div>
<div class="gem-c-published-dates" id="history">Published 7 February 2023 <br>Last updated 9 February 2023 <a href="#full-history">+ show all updates</a>
<div class="gem-c-published-dates__change-history" id="full-history"><ol><li><time datetime="2023-02-09">9 February 2023</time><p class="gem-c-published-dates__change-note">Added a link to the treaty.</p></li><li><time datetime="2023-02-07">7 February 2023</time><p>First published.</p></li></ol></div></div>
<div class="gem-c-contextual-footer"><h2>Related content</h2><ul><li><a href="/n/1">Ambassador summoned over the Orvel strait</a></li></ul></div>
</div></main>
<div class="gem-c-feedback"><h2>Is this page useful?</h2><button>Yes this page is useful</button><button>No this page is not useful</button><button>Report a problem with this page</button></div></div>
<footer class="gem-c-layout-footer" role="contentinfo"><h2>Services and information</h2><ul><li><a href="/b">Benefits</a></li></ul><span>All content is available under the Open Government Licence v3.0, except where otherwise stated</span></footer></body></html>""",
    "Foreign Secretary statement on the Orvel strait",
    "2023-02-07",
    (
        "The Foreign Secretary has condemned the closure of the Orvel strait to merchant ships.",
        "Foreign Secretary Elda Marsh said:",
        "The strait has been open to all flags for ninety years. It must be open again tomorrow.",
        "Tamrania will raise the matter at the council of the ALS on Thursday.",
        "Background",
        "The treaty of 1931 gives free passage to merchant ships.",
        "Karvelia closed the strait on 5 February.",
    ),
)

UNION = Case(
    "a union's press corner in its component library",
    """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Karvelia: Statement by the Spokesperson on the detention of observers | ALS</title>
<meta name="twitter:title" content="Karvelia: Statement by the Spokesperson on the detention of observers | ALS"></head><body class="ecl-typography path-node">
<div class="ecl-site-header__banner"><a href="#main-content" class="ecl-link ecl-skip-link">Skip to main content</a><div id="cck" class="cck-container"><p>This site uses cookies. Visit our cookies policy page or click the link in any footer for more information and to change your preferences.</p><a href="#">Accept all cookies</a><a href="#">Accept only essential cookies</a></div></div>
<header class="ecl-site-header"><a class="ecl-site-header__logo" href="/">Assembly of Littoral States</a><div class="ecl-lang"><a href="#">English</a><a href="#">français</a></div><form><input><button>Search</button></form></header>
<nav class="ecl-breadcrumb"><ol><li><a href="/">Home</a></li><li><a href="/p">Press</a></li><li>Karvelia: Statement by the Spokesperson on the detention of observers</li></ol></nav>
<div class="ecl-page-header"><div class="ecl-container"><ul class="ecl-page-header__meta"><li class="ecl-page-header__meta-item">Statement</li><li class="ecl-page-header__meta-item">14.03.2024</li><li class="ecl-page-header__meta-item">Lennmark</li><li>Press and information team</li></ul>
<h1 class="ecl-page-header__title">Karvelia: Statement by the Spokesperson on the detention of observers</h1></div></div>
<main id="main-content"><div class="ecl-row"><div class="ecl-col-3"><nav class="ecl-inpage-navigation"><div>Page contents</div></nav></div><div class="ecl-col-9"><article class="node node--type-press">
<div class="ecl-social-media-share"><p class="ecl-social-media-share__description">Share this page</p><ul><li><a>X</a></li><li><a>Facebook</a></li></ul></div>
<div class="ecl"><p>The Assembly calls on the authorities of Karvelia to release the two observers who were detained in Ostrin yesterday.</p>
<p>The observers work under the mandate of the Lennmark accord. <strong>Their immunity is not negotiable.</strong></p>
<p>The Assembly expects full access to both of them without delay.</p></div>
<div class="eeas-contacts"><h3>Contacts</h3><div class="contact-row"><div class="name">Nora Whitfield</div><div class="role">Lead Spokesperson for Foreign Affairs and Security Policy</div><a href="mailto:x@x.example">nora.whitfield@als.example</a><div>+32 (0)2 295 81 53</div></div></div>
<div class="ecl-u-border"><h4>Related topics</h4><a href="/t/1">Human rights</a><a href="/t/2">Election observation</a></div>
<div class="ecl-featured"><h2>See Also</h2><div class="card"><a href="/1">Tamrania: Statement by the Spokesperson on the referendum</a><div>12.03.2024</div></div><div class="card"><a href="/2">Remarks by the Secretary on arrival at the council</a><div>11.03.2024</div></div></div>
</article></div></div></main>
<footer class="ecl-footer"><div>Follow the Assembly on social media</div><div>Last update: 15 March 2024</div></footer></body></html>""",
    "Karvelia: Statement by the Spokesperson on the detention of observers",
    "2024-03-14",
    (
        "The Assembly calls on the authorities of Karvelia to release the two observers who were detained in Ostrin yesterday.",
        "The observers work under the mandate of the Lennmark accord. Their immunity is not negotiable.",
        "The Assembly expects full access to both of them without delay.",
    ),
)

MID = Case(
    "a foreign ministry whose date, number and hashtags stand around the text",
    """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>О встрече Министра иностранных дел Карвелии с послом Тамрании - Министерство иностранных дел Карвелии</title>
<meta property="og:title" content="О встрече Министра иностранных дел Карвелии с послом Тамрании"></head><body>
<div class="header"><div class="header__logo"><a href="/">Министерство иностранных дел Карвелии</a></div><div class="header__langs"><a>RU</a><a>EN</a><a>FR</a></div><div class="header-nav"><a href="/a">О Министерстве</a><a href="/b">Внешняя политика</a><a href="/c">Пресс-служба</a></div><div class="header__version">Версия для слабовидящих</div></div>
<div class="breadcrumbs"><a href="/">Главная</a><a href="/c">Пресс-служба</a><a href="/n">Новости</a></div>
<div class="page-content"><div class="article-line"><span class="article-line__date">14 марта 2024 18:20</span></div>
<h1 class="photo-title">О встрече Министра иностранных дел Карвелии с послом Тамрании</h1><div class="article-line__item">418-14-03-2024</div>
<ul class="article-langs"><li><a href="/ru">Русский</a></li><li><a href="/en">Английский</a></li></ul>
<div class="article-share"><span>Поделиться</span><a>ВКонтакте</a><a>Telegram</a><a>Одноклассники</a></div><a class="print">Распечатать</a>
<div class="text article-content"><p>14 марта Министр иностранных дел Карвелии принял посла Тамрании по случаю завершения его миссии.</p>
<p>Стороны обсудили подготовку к <a href="/x">третьему раунду консультаций</a>. Министр поблагодарил посла за вклад в&nbsp;развитие связей.</p>
<p>Особое внимание было уделено <i>судоходству в проливе Орвел</i>.</p></div>
<div class="article-tags"><span>Теги:</span><a href="/t">#двусторонние отношения</a><a href="/t2">#Тамрания</a></div>
<div class="gallery"><div class="gallery__item"><img src="1.jpg"><div class="gallery__text">Министр и посол перед началом встречи, Острин, 14 марта 2024 г.</div></div></div>
<div class="counter">Просмотров: 1 204</div>
<div class="articles-last"><h3>Последние новости</h3><div class="announce"><div class="announce__date">14.03.2024</div><a class="announce__link" href="/1">Брифинг официального представителя Министерства иностранных дел, Острин</a></div><div class="announce"><div class="announce__date">13.03.2024</div><a href="/2">Комментарий Департамента информации и печати в связи с закрытием порта</a></div></div></div>
<div class="footer"><div>Дополнительные инструменты поиска</div><div>Общие вопросы: +7 499 244 16 06</div><div>© Министерство иностранных дел Карвелии, 2001-2024</div><div>При полном или частичном использовании материалов ссылка на сайт обязательна</div></div></body></html>""",
    "О встрече Министра иностранных дел Карвелии с послом Тамрании",
    "2024-03-14",
    (
        "14 марта Министр иностранных дел Карвелии принял посла Тамрании по случаю завершения его миссии.",
        "Стороны обсудили подготовку к третьему раунду консультаций. Министр поблагодарил посла за вклад в развитие связей.",
        "Особое внимание было уделено судоходству в проливе Орвел.",
    ),
)

PORTAL_FORM = Case(
    "a foreign ministry on a portal server, everything one form, the number and date in the title",
    """<html><head><meta charset="utf-8"><title>
	No: 57, 14 Mart 2024, Karvelya'daki Sel Felaketi Hk. / Tamranya Dışişleri Bakanlığı
</title></head><body><form method="post" action="no_57.tr.mfa" id="aspnetForm"><div id="s4-titlerow"><a href="#">Turn on more accessible mode</a><a href="#">Skip Ribbon Commands</a></div>
<div class="container"><div class="row header"><a href="/default.tr.mfa">T.C. Dışişleri Bakanlığı</a></div>
<div class="mega-menu"><ul><li><a href="/b">Bakanlık</a></li><li><a href="/d">Dış Politika</a></li><li><a href="/k">Konsolosluk Bilgileri</a></li></ul></div>
<div class="sub_lead">ANA SAYFA / AÇIKLAMALAR</div>
<div class="row"><div class="col-md-9 sub_content"><h3 class="sub_h3" id="ctl00_header">No: 57, 14 Mart 2024, Karvelya'daki Sel Felaketi Hk.</h3>
<div class="icons"><a href="javascript:window.print()">Yazdır</a><a href="#">A+</a><a href="#">A-</a></div>
<div id="ctl00_ContentPlaceHolder1_divContent"><p style="text-align:justify"><span>Karvelya'nın güneyinde dün meydana gelen sel felaketinde can kayıpları yaşandığını üzüntüyle öğrendik.</span></p><p>&nbsp;</p>
<p style="text-align:justify"><span>Hayatını kaybedenlerin yakınlarına başsağlığı, yaralılara acil şifalar diliyoruz.</span></p></div></div>
<div class="col-md-3"><h4>Bağlantılar</h4><ul><li><a href="/1">Sözcü'nün Açıklamaları</a></li><li><a href="/2">Basın Duyuruları</a></li></ul>
<div class="pazartesi">Pazartesi - Cuma 09:00 - 12:00 / 13:30 - 16:00</div></div></div>
<div class="footer"><div>Copyright © 2024 Tamranya Dışişleri Bakanlığı</div><div>Tel: 0 (312) 292 10 00 Faks: 0 (312) 292 27 15</div></div></div></form></body></html>""",
    "No: 57, 14 Mart 2024, Karvelya'daki Sel Felaketi Hk.",
    "2024-03-14",
    (
        "Karvelya'nın güneyinde dün meydana gelen sel felaketinde can kayıpları yaşandığını üzüntüyle öğrendik.",
        "Hayatını kaybedenlerin yakınlarına başsağlığı, yaralılara acil şifalar diliyoruz.",
    ),
)

PRESIDENT = Case(
    "a presidency with large pictures, a time before the text and other news below it",
    """<!DOCTYPE html><html lang="uk"><head><meta charset="utf-8"><title>Президент провів розмову з Прем’єр-міністром Тамранії — Офіційне інтернет-представництво Президента Карвелії</title>
<meta property="og:title" content="Президент провів розмову з Прем’єр-міністром Тамранії — Офіційне інтернет-представництво Президента Карвелії"></head>
<body><header class="header"><div class="container"><a class="logo" href="/">Президент Карвелії <span>Офіційне інтернет-представництво</span></a><div class="top_nav"><a href="/p">Президент</a><a href="/o">Офіс Президента</a><a href="/n">Новини</a></div></div></header>
<div class="wrapper"><div class="article"><div class="article_head"><a class="cat" href="/news/last">Новини</a><h1 itemprop="name">Президент провів розмову з Прем’єр-міністром Тамранії</h1><p class="date">14 березня 2024 року - 18:47</p></div>
<div class="article_content" itemprop="articleBody"><p>Президент Карвелії провів телефонну розмову з Прем’єр-міністром Тамранії Ельдою Марш.</p>
<div class="article_photo"><img src="1.jpg"></div>
<p>Співрозмовники обговорили постачання зерна через протоку Орвел.</p><p>«Дякую за підтримку, яку Тамранія надає нашим громадам», – сказав Президент.</p></div>
<div class="article_foot"><div class="share_block"><div class="title">Поділитись</div><a>Facebook</a><a>Telegram</a></div><a class="btn" href="/d">Завантажити всі фото</a><a class="send" href="#">Версія для друку</a></div></div>
<div class="last_news"><h2>Останні новини</h2><div class="item_stat"><p class="date">14 березня 2024 року - 17:10</p><h3><a href="/1">Президент зустрівся з керівниками громад півдня країни</a></h3></div><div class="item_stat"><p class="date">14 березня 2024 року - 15:02</p><h3><a href="/2">Президент підписав закон про порти</a></h3></div><a href="/all">Усі новини</a></div></div>
<footer><p>Усі матеріали на цьому сайті розміщені на умовах ліцензії Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International</p><p>Використання будь-яких матеріалів, розміщених на сайті, дозволяється за умови посилання на president.xkv.example</p></footer></body></html>""",
    "Президент провів розмову з Прем’єр-міністром Тамранії",
    "2024-03-14",
    (
        "Президент Карвелії провів телефонну розмову з Прем’єр-міністром Тамранії Ельдою Марш.",
        "Співрозмовники обговорили постачання зерна через протоку Орвел.",
        "«Дякую за підтримку, яку Тамранія надає нашим громадам», – сказав Президент.",
    ),
)

WORLD_BODY = Case(
    "a world organisation whose notice on the status of the text stands at the end",
    """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Secretary-General Calls for Restraint in Orvel Strait | Meetings Coverage and Press Releases</title></head><body class="path-node">
<div class="brand-bar"><ul class="language-switcher"><li><a>عربي</a></li><li><a>中文</a></li><li><a>English</a></li><li><a>Français</a></li></ul><span>Welcome to the Assembly of Littoral States</span></div>
<div class="site-name"><a href="/">Meetings Coverage and Press Releases</a></div><nav class="navbar"><a href="/sg">Secretary-General</a><a href="/ga">General Assembly</a></nav>
<div class="main-container"><section><h1 class="page-header">Secretary-General Calls for Restraint in Orvel Strait</h1>
<div class="region region-content"><article class="node"><div class="field-symbol">SG/SM/22158</div><div class="field--name-field-dated">14 March 2024</div>
<div class="field--name-body"><p><i>The following statement was issued today by the Spokesman for Secretary-General Anders Holm:</i></p>
<p>The Secretary-General is following with concern the closure of the Orvel strait.</p><p>He calls on both sides to refrain from any step that could raise tensions further.</p></div>
<div class="field--name-field-topics"><a href="/t1">Karvelia</a> <a href="/t2">Tamrania</a></div>
<div class="field-disclaimer"><span>For information media. Not an official record.</span></div></article></div></section>
<aside><h2>Latest Press Releases</h2><div class="views-row"><a href="/1">Security Council Press Statement on Attack in Lennmark</a> 13 March 2024</div></aside></div>
<footer><a href="/">www.als.example</a><a href="/c">Copyright</a><a href="/f">Fraud Alert</a></footer></body></html>""",
    "Secretary-General Calls for Restraint in Orvel Strait",
    "2024-03-14",
    (
        "The following statement was issued today by the Spokesman for Secretary-General Anders Holm:",
        "The Secretary-General is following with concern the closure of the Orvel strait.",
        "He calls on both sides to refrain from any step that could raise tensions further.",
    ),
)

WP_ES = Case(
    "a blog system with a page builder, player, tags, author box and newsletter inside the article",
    """<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><title>Karvelia expresa su solidaridad con el pueblo de Tamrania - Cancillería de Karvelia</title>
<meta property="article:published_time" content="2024-03-14T23:10:00+00:00"><meta property="og:site_name" content="Cancillería de Karvelia"></head>
<body class="post-template-default single single-post elementor-page"><div class="elementor elementor-location-header"><a href="/">Cancillería</a><ul class="elementor-nav-menu"><li><a href="/a">Institución</a></li><li><a href="/b">Servicios</a></li></ul></div>
<div class="elementor elementor-location-single post"><div class="elementor-widget-theme-post-title"><h1 class="elementor-heading-title">Karvelia expresa su solidaridad con el pueblo de Tamrania</h1></div>
<div class="elementor-widget-post-info"><ul class="elementor-inline-items"><li><span>marzo 14, 2024</span></li><li><span>Por</span> <a href="/author/prensa">Prensa Cancillería</a></li><li><a href="/c">Comunicados</a></li></ul></div>
<div class="elementor-widget-theme-post-content"><div class="wp-audio"><p>Escucha este artículo</p></div>
<figure class="wp-block-image"><img src="a.jpg"><figcaption>El canciller durante la videoconferencia. Foto: Cancillería</figcaption></figure>
<p><strong>Ostrin, 14 de marzo de 2024.</strong> El Gobierno de Karvelia expresa su solidaridad con el pueblo de Tamrania ante las inundaciones.</p>
<p>Tiempo de lectura: 2 minutos</p>
<p>El canciller instruyó a la embajada en Orvel que preste toda la ayuda necesaria.</p>
<figure class="wp-block-table"><table><tbody><tr><td>Teléfono de emergencia</td><td>+00 555 0101</td></tr><tr><td>Albergue</td><td>Escuela Naval, Orvel</td></tr></tbody></table></figure>
<p>Asimismo, reitera su disposición a colaborar con las autoridades.</p>
<p>Lea también: <a href="/x">Karvelia envía ayuda humanitaria a Tamrania</a></p>
<p>¡Síguenos en nuestras redes sociales!</p><p>Comparte esta noticia</p></div>
<div class="elementor-widget-share-buttons"><a>Facebook</a><a>WhatsApp</a></div>
<div class="tags-links">Etiquetas: <a href="/t">ayuda</a>, <a href="/t2">Tamrania</a></div>
<div class="author-box"><p>Prensa Cancillería</p></div><div class="elementor-post-navigation"><a href="/p">Anterior Karvelia y Tamrania firman acuerdo de pesca</a><a href="/n">Siguiente Canciller inaugura consulado</a></div>
<div class="newsletter"><h3>Suscríbete a nuestro boletín</h3><p>Recibe las noticias de la Cancillería en tu correo.</p></div></div>
<div class="elementor-location-footer"><p>Dirección: Av. del Puerto 100, Ostrin. Teléfono: (555) 0100</p></div></body></html>""",
    "Karvelia expresa su solidaridad con el pueblo de Tamrania",
    "2024-03-14",
    (
        "Ostrin, 14 de marzo de 2024. El Gobierno de Karvelia expresa su solidaridad con el pueblo de Tamrania ante las inundaciones.",
        "El canciller instruyó a la embajada en Orvel que preste toda la ayuda necesaria.",
        "Teléfono de emergencia\t+00 555 0101",
        "Albergue\tEscuela Naval, Orvel",
        "Asimismo, reitera su disposición a colaborar con las autoridades.",
    ),
)

LIFERAY_AR = Case(
    "a portal in Arabic with the date in words, a view counter and a reading aid",
    """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>وزارة الخارجية الكارفيلية تدين الهجوم على ميناء أورفيل - وزارة الخارجية</title></head><body class="portal-site">
<nav id="quick-access"><a href="#main-content">تخطي إلى المحتوى الرئيسي</a></nav><header id="banner"><a href="/">وزارة الخارجية</a><ul class="nav-menu"><li><a>الوزارة</a></li><li><a>السياسة الخارجية</a></li></ul></header>
<div class="breadcrumb"><a href="/">الرئيسية</a> / <a href="/m">المركز الإعلامي</a> / بيانات</div>
<section id="content"><div class="portlet-journal-content"><div class="journal-content-article"><h2 class="news-title">وزارة الخارجية الكارفيلية تدين الهجوم على ميناء أورفيل</h2>
<div class="tools"><span>حجم الخط</span><a>تكبير الخط</a><a>تصغير الخط</a><a>استمع</a><a>طباعة</a></div>
<div class="news-date">الخميس ٠٤ رمضان ١٤٤٥هـ الموافق ١٤ مارس ٢٠٢٤م</div>
<div class="news-body"><p>أوسترين في ١٤ مارس / أعربت وزارة الخارجية الكارفيلية عن إدانتها الشديدة للهجوم الذي استهدف ميناء أورفيل.</p>
<p>وأكدت الوزارة رفضها لكل ما يهدد سلامة الملاحة البحرية، ودعت إلى ضبط النفس.</p><p>انتهى</p></div>
<div class="news-meta"><span>عدد المشاهدات: ١٢٣</span><span>مشاركة</span></div><div class="rate"><span>هل كان هذا المحتوى مفيدا؟</span><a>نعم</a><a>لا</a></div></div></div>
<div class="portlet-asset"><h3>أخبار ذات صلة</h3><a href="/1">وزير الخارجية يستقبل سفير تامرانيا</a><a href="/2">اجتماع لجنة التشاور السياسي بين البلدين</a></div></section>
<footer id="footer"><p>جميع الحقوق محفوظة © 2024 وزارة الخارجية</p><p>آخر تحديث للصفحة: 15/03/2024</p></footer></body></html>""",
    "وزارة الخارجية الكارفيلية تدين الهجوم على ميناء أورفيل",
    "2024-03-14",
    (
        "أوسترين في ١٤ مارس / أعربت وزارة الخارجية الكارفيلية عن إدانتها الشديدة للهجوم الذي استهدف ميناء أورفيل.",
        "وأكدت الوزارة رفضها لكل ما يهدد سلامة الملاحة البحرية، ودعت إلى ضبط النفس.",
        "انتهى",
    ),
)

DSFR = Case(
    "a ministry in French on an old content system, with a contact box and a portfolio of pictures",
    """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Karvélie - Situation dans le détroit d'Orvel (14 mars 2024) - Ministère des Affaires étrangères</title></head><body class="page-article">
<div class="fr-skiplinks"><a href="#contenu">Aller au contenu</a><a href="#menu">Aller au menu principal</a></div>
<header class="fr-header"><p class="fr-logo">République de Tamranie</p><a href="/">Ministère des Affaires étrangères</a><nav><a href="/x">Politique étrangère</a></nav></header>
<nav class="fr-breadcrumb"><button>Voir le fil d’Ariane</button><ol><li><a href="/">Accueil</a></li><li><a href="/d">Dossiers pays</a></li><li><a href="/k">Karvélie</a></li><li>Situation dans le détroit d'Orvel (14 mars 2024)</li></ol></nav>
<main id="contenu"><h1 class="fr-h1">Karvélie - Situation dans le détroit d'Orvel (14 mars 2024)</h1>
<div class="social-media-share"><p>Partager</p><ul><li><a>Facebook</a></li><li><a>LinkedIn</a></li><li><a>Mail</a></li></ul></div>
<div class="texte"><p>La Tamranie condamne la fermeture du détroit d'Orvel à la navigation commerciale.</p>
<p>Elle appelle la Karvélie à respecter ses engagements<sup>1</sup> et à reprendre sans condition les pourparlers.</p>
<p>La liberté de navigation est un principe auquel la Tamranie demeure attachée.</p><hr><p class="notes">1. Accord de Lennmark, article 4.</p></div>
<div class="portfolio"><h2>Portfolio</h2><img src="1.jpg"><p class="legende">Vue du détroit © MAE / J. Perrin</p></div>
<div class="aussi"><h2>À lire aussi</h2><ul><li><a href="/1">Entretien avec le ministre karvélien (2 mars 2024)</a></li></ul></div>
<p class="maj">Mise à jour : mars 2024</p><p class="top"><a href="#top">Haut de page</a></p></main>
<footer class="fr-footer"><p>Tous droits réservés - Ministère des Affaires étrangères - 2024</p></footer></body></html>""",
    "Karvélie - Situation dans le détroit d'Orvel (14 mars 2024)",
    "2024-03-14",
    (
        "La Tamranie condamne la fermeture du détroit d'Orvel à la navigation commerciale.",
        "Elle appelle la Karvélie à respecter ses engagements1 et à reprendre sans condition les pourparlers.",
        "La liberté de navigation est un principe auquel la Tamranie demeure attachée.",
        "1. Accord de Lennmark, article 4.",
    ),
)

TRS_ZH = Case(
    "a ministry in Chinese with the source line, font sizes, a share label and the responsible editor",
    """<!DOCTYPE html><html><head><meta charset="utf-8"><title>卡维利亚外交部发言人就奥维尔海峡局势答记者问_卡维利亚外交部</title><meta name="PubDate" content="2024-03-14 19:05"><meta name="ArticleTitle" content="卡维利亚外交部发言人就奥维尔海峡局势答记者问"></head><body>
<div class="top"><a href="/">首页</a><a href="/b">外交部</a><a href="/c">外交部长</a><a href="/d">资料</a></div><div class="path">首页 &gt; 发言人表态 &gt; 发言人谈话和答记者问</div>
<div class="news-main"><div class="news-title"><h1>卡维利亚外交部发言人就奥维尔海峡局势答记者问</h1></div><p class="time">2024-03-14 19:05</p><p>来源：外交部网站　【字体：<a>大</a> <a>中</a> <a>小</a>】<a>打印</a></p>
<div class="news-details" id="News_Body_Txt_A"><div class="trs_editor_view"><p>　　问：塔姆拉尼亚称卡方非法关闭奥维尔海峡，发言人对此有何评论？</p><p>　　答：有关说法毫无根据。卡方采取的措施完全符合国际法。</p><p>　　我们敦促有关方面停止炒作，通过对话解决分歧。</p></div></div>
<div class="fenxiang">分享到：<a>微信</a><a>微博</a></div><div class="editor">（责任编辑：王林）</div><div class="news-recommend"><h3>推荐给朋友</h3></div></div>
<div class="xgxw"><h3>相关新闻</h3><ul><li><a href="/1">卡维利亚外交部发言人主持例行记者会</a></li></ul></div>
<div class="foot">版权所有：卡维利亚外交部 地址：奥斯特林市海港街2号 电话：010-65961114 网站标识码bm02000001 京ICP备06038296号</div></body></html>""",
    "卡维利亚外交部发言人就奥维尔海峡局势答记者问",
    "2024-03-14",
    (
        "问：塔姆拉尼亚称卡方非法关闭奥维尔海峡，发言人对此有何评论？",
        "答：有关说法毫无根据。卡方采取的措施完全符合国际法。",
        "我们敦促有关方面停止炒作，通过对话解决分歧。",
    ),
)

GALLERY_DE = Case(
    "a ministry in German with picture descriptions, a video notice and a kicker inside its heading",
    """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Außenministerium - Karvelien verurteilt die Schließung der Meerenge</title></head><body>
<div class="navServiceMeta"><h2>Servicemenü</h2><ul><li><a href="/k">Kontakt</a></li><li><a href="/g">Gebärdensprache</a></li></ul></div>
<div id="main"><h1><em>Meerenge von Orvel </em>Karvelien verurteilt die Schließung der Meerenge</h1><span class="date">14.03.2024</span>
<div class="intro"><span class="picture-element"><img src="1.jpg"><p class="image-annotation"><em class="caption">Der Außenminister vor der Presse in Ostrin</em></p><p class="image-annotation"><em class="copyright">© AM | Jana Torn</em></p></span>
<p>Karvelien hat die Schließung der Meerenge von Orvel scharf verurteilt.</p></div>
<div class="body-text"><p>„Die Freiheit der Schifffahrt ist nicht verhandelbar“, sagte der Außenminister.</p>
<p class="image-description">Frachter vor der Einfahrt in die Meerenge (Archivbild)</p>
<p>Die Regierung hat den Rat der ALS um eine Sondersitzung gebeten.</p>
<div class="video"><p>Hinweis: Wenn Sie dieses Video abspielen, werden Daten an YouTube übertragen.</p></div>
<div class="mediaElement"><img src="2.jpg"><p>Die Sondersitzung des Rates im Jahr 2019</p><p>Hochauflösendes Bild (jpeg, 1MB)</p></div>
<p>Sie soll am Donnerstag stattfinden.</p></div>
<div class="servicelinks"><a href="#">Seite drucken</a><a href="#">Seite empfehlen</a></div></div>
<div id="footer"><p>© 2024 Außenministerium</p></div></body></html>""",
    "Karvelien verurteilt die Schließung der Meerenge",
    "2024-03-14",
    (
        "Karvelien hat die Schließung der Meerenge von Orvel scharf verurteilt.",
        "„Die Freiheit der Schifffahrt ist nicht verhandelbar“, sagte der Außenminister.",
        "Die Regierung hat den Rat der ALS um eine Sondersitzung gebeten.",
        "Sie soll am Donnerstag stattfinden.",
    ),
)

BITRIX_AZ = Case(
    "a ministry in Azerbaijani on a content system of the East, number and date at the end, search in archive",
    """<!DOCTYPE html><html lang="az"><head><meta charset="utf-8"><title>Xarici İşlər Nazirliyi</title></head><body><div class="bx-core"><div class="top-line"><a href="/az">AZ</a><a href="/en">EN</a><span class="today">20 aprel 2024</span></div>
<div class="logo"><a href="/">Karveliya Respublikası Xarici İşlər Nazirliyi</a></div><ul class="bx-menu"><li><a href="/n">Nazirlik</a></li><li><a href="/x">Xarici siyasət</a></li><li><a href="/m">Media</a></li></ul>
<div class="inner"><div class="news-detail"><h2>Orvel boğazında gəmiçiliyin dayandırılması barədə mətbuat üçün məlumat</h2>
<p>Karveliya tərəfi Orvel boğazında ticarət gəmilərinin saxlanılması barədə yayılan məlumatları qətiyyətlə rədd edir.</p><p>Belə iddialar ictimai rəyi çaşdırmağa yönəlib.</p>
<p>№ 118/24</p><p>14 mart 2024-cü il</p>
<div class="share-line"><span>Paylaş:</span><a>Facebook</a></div><a href="#" class="print">Çap et</a><a href="#">Geri</a></div>
<div class="archive"><p>Arxivdə axtarış</p><p>Digər xəbərlər</p><a href="/1">Xarici işlər nazirinin Tamraniya səfiri ilə görüşü</a><span>13.03.2024</span></div></div>
<div class="footer"><p>Ünvan: Ostrin şəhəri, Liman küçəsi 4. Tel.: (+99400) 596-90-00</p></div></div></body></html>""",
    "Orvel boğazında gəmiçiliyin dayandırılması barədə mətbuat üçün məlumat",
    "2024-03-14",
    (
        "Karveliya tərəfi Orvel boğazında ticarət gəmilərinin saxlanılması barədə yayılan məlumatları qətiyyətlə rədd edir.",
        "Belə iddialar ictimai rəyi çaşdırmağa yönəlib.",
        "№ 118/24",
    ),
)

CASES = (GOV, UNION, MID, PORTAL_FORM, PRESIDENT, WORLD_BODY, WP_ES, LIFERAY_AR, DSFR, TRS_ZH, GALLERY_DE, BITRIX_AZ)
