//! Web pages.

use super::Content::{Fixture, In, Text};
use super::Right::{Are, Field, First, Has, Lacks};
use super::{case, check};

#[test]
fn pages_whose_text_stands_in_forms() {
    check(&[
        case(
            "form-page.html",
            Fixture,
            &[],
            &[
                Are(&[
                    "Harbour dredging begins The town council has hired two barges to dredge the harbour before the herring season opens in March.",
                    "Fishermen had complained for years that their boats touch the bottom at low tide.",
                ]),
                Field("title", &["Harbour dredging begins - Town News"; 2]),
            ],
        ),
        case(
            "fieldset.html",
            Text(
                "<!DOCTYPE html><html lang=\"de\"><head><title>Markttag</title></head><body><form action=\"/abo\"><fieldset><legend>Der Markt zieht um</legend>\n\
                 <p>Der Wochenmarkt zieht wegen der Bauarbeiten für drei Monate auf den Kirchplatz um.</p>\n\
                 <p>Die Händler fürchten, dass ihre Stammkunden den Weg über die Brücke scheuen.</p></fieldset>\n\
                 <label>E-Mail <input name=\"mail\" value=\"Ihre Anschrift\"></label><select><option>Augsburg</option><option>Bremen</option></select>\n\
                 <button type=\"submit\">Absenden</button></form></body></html>\n",
            ),
            &[],
            &[
                Has(&["Der Wochenmarkt zieht wegen der Bauarbeiten", "Die Händler fürchten"]),
                Lacks(&["Bremen", "Ihre Anschrift"]),
                First("Bauarbeiten Kirchplatz", "Wochenmarkt"),
            ],
        ),
        case(
            "form-of-tables.html",
            Text(
                "<html lang=\"fr\"><head><title>Mairie</title></head><body><form name=\"f\"><table width=\"100%\"><tr><td>\n\
                 <p>La mairie rouvre le lavoir au public après quarante ans de fermeture.</p>\n\
                 <p>Les habitants y apprendront à laver la laine comme autrefois.</p></td></tr></table>\n\
                 <input type=\"hidden\" name=\"__VIEWSTATE\" value=\"dDwtMTA4MzE0MjEwNTs7Pg==\"></form></body></html>\n",
            ),
            &[],
            &[
                Has(&["La mairie rouvre le lavoir au public", "Les habitants y apprendront"]),
                Lacks(&["dDwtMTA4"]),
                First("washing wool by hand", "laver la laine"),
            ],
        ),
    ]);
}

#[test]
fn pages_with_questions_in_buttons_and_parts_that_nobody_sees() {
    check(&[
        case(
            "html-faq.html",
            Fixture,
            &[],
            &[
                Has(&[
                    "May I bring my own diving fins to the pool?",
                    "Yes, but only in lane six and before noon.",
                    "What does a season ticket cost for pensioners?",
                    "Ninety euros, to be paid at the desk in cash.",
                    "The sauna stays closed until the heating has been repaired by the city.",
                    "Women only from 18:00",
                    "closed for cleaning",
                    "And a new stanza begins here with its second line.",
                    "Warm water costs twenty cents.",
                ]),
                Lacks(&["HIDDEN TEMPLATE", "Old prices"]),
            ],
        ),
        case(
            "details.html",
            Text(
                "<!DOCTYPE html><html lang=\"fr\"><head><title>Train de nuit</title></head><body><main><h1>Questions</h1>\n\
                 <details><summary>Puis-je emmener mon chien dans le train de nuit ?</summary><p>Oui, s’il voyage dans un panier et ne dérange personne.</p></details>\n\
                 <details open><summary>À quelle heure le petit déjeuner est-il servi ?</summary><p>Une heure avant l’arrivée, dans la voiture-restaurant.</p></details>\n\
                 <template><p>Modèle de réponse que personne ne doit voir.</p></template>\n\
                 <p style=\"color:red; display: none\">Anciens tarifs de la saison passée, à supprimer.</p></main></body></html>\n",
            ),
            &[],
            &[
                Has(&[
                    "Puis-je emmener mon chien dans le train de nuit ?",
                    "Oui, s’il voyage dans un panier",
                    "À quelle heure le petit déjeuner est-il servi ?",
                    "Une heure avant l’arrivée",
                ]),
                Lacks(&["Modèle de réponse", "Anciens tarifs"]),
                First("is breakfast served", "petit déjeuner"),
            ],
        ),
        case(
            "accordion.html",
            Text(
                "<!DOCTYPE html><html lang=\"ru\"><head><title>Каток</title></head><body><main><h1>Каток: вопросы и ответы</h1><dl>\n\
                 <dt><button type=\"button\" aria-controls=\"a1\">Можно ли прийти на каток со своими коньками?</button></dt>\n\
                 <dd id=\"a1\"><p>Да, но лезвия нужно наточить заранее в мастерской у входа.</p></dd>\n\
                 <dt><button type=\"button\" aria-controls=\"a2\">Сколько стоит прокат коньков для детей?</button></dt>\n\
                 <dd id=\"a2\"><p>Двести рублей в час, оплата только на кассе.</p></dd></dl>\n\
                 <div hidden=\"\"><p>Черновик объявления, которое никто не должен видеть.</p></div></main></body></html>\n",
            ),
            &[],
            &[
                Has(&[
                    "Можно ли прийти на каток со своими коньками?",
                    "лезвия нужно наточить заранее",
                    "Сколько стоит прокат коньков для детей?",
                    "Двести рублей в час",
                ]),
                Lacks(&["Черновик"]),
            ],
        ),
    ]);
}

#[test]
fn pages_that_say_their_encoding() {
    check(&[
        case("charset-declared.html", Fixture, &[], &[Are(&["A tűzoltók őrzik a tetőt."])]),
        case(
            "windows-1251.html",
            In(
                "windows-1251",
                "<!doctype html><html><head><meta charset='windows-1251'><title>Мост</title></head><body><p>Мост закрыли на ремонт.</p></body></html>",
            ),
            &[],
            &[Are(&["Мост закрыли на ремонт."]), Field("title", &["Мост"])],
        ),
        case(
            "koi8-r.html",
            In(
                "koi8-r",
                "<html><head><meta http-equiv=content-type content='text/html;charset=koi8-r'></head><body><p>Паром не ходит зимой.</p></body></html>",
            ),
            &[],
            &[Are(&["Паром не ходит зимой."])],
        ),
        case(
            "shift-jis.html",
            In(
                "shift_jis",
                "<html lang=\"ja\"><head><meta charset=\"Shift_JIS\"></head><body><p>橋は来月まで通行止めです。</p></body></html>",
            ),
            &[],
            &[Are(&["橋は来月まで通行止めです。"])],
        ),
        case(
            "latin-9.xhtml",
            In(
                "iso-8859-15",
                "<?xml version=\"1.0\" encoding=\"iso-8859-15\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Le cœur du moulin coûte douze € de trop.</p></body></html>",
            ),
            &[],
            &[Are(&["Le cœur du moulin coûte douze € de trop."])],
        ),
        // What is plainly another encoding than the one that is named.
        case(
            "wrongly-named.html",
            Text(
                "<html><head><meta charset=\"iso-8859-1\"></head><body><p>Die Fähre überquert die Förde täglich.</p></body></html>",
            ),
            &[],
            &[Are(&["Die Fähre überquert die Förde täglich."])],
        ),
    ]);
}
