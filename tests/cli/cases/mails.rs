//! Mail.

use super::Content::{Fixture, In, Text};
use super::Right::{Apart, Are, Field, Has, Lacks};
use super::{case, check};

#[test]
fn mails_have_their_head_as_fields_and_what_is_quoted_apart() {
    check(&[
        case(
            "mail.eml",
            Fixture,
            &[],
            &[
                Are(&[
                    "Please order twenty croissants and ten espressos for the café meeting on Friday. The guests arrive at nine o'clock and leave after lunch.",
                    "The department of finance pays.",
                ]),
                Apart("Who pays for the catering?", "quoted"),
                Field("title", &["Café order for Friday"; 2]),
                Field("date", &["2023-09-15T09:12:00+02:00"; 2]),
                Field("source", &["The kitchen <kitchen@example.org>"; 2]),
            ],
        ),
        case(
            "antwort.eml",
            In(
                "windows-1252",
                "From: =?iso-8859-1?Q?J=F6rg_Bl=FCm?= <joerg@example.org>\r\nTo: buero@example.org\r\nSubject: Re: Brezeln\r\nDate: Mon, 18 Sep 2023 07:00:00 +0200\r\nMIME-Version: 1.0\r\n\
                 Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nDie Brezeln für die Besprechung sind bestellt, der Bäcker liefert um acht.\r\n\r\n\
                 Am 15.09.2023 um 09:12 schrieb Die Küche:\r\n> Wer zahlt die Brezeln für die Gäste?\r\n> Und wer holt sie ab?\r\n",
            ),
            &[],
            &[
                Has(&["Die Brezeln für die Besprechung sind bestellt, der Bäcker liefert um acht."]),
                Apart("Wer zahlt die Brezeln für die Gäste?", "quoted"),
                Field("source", &["Jörg Blüm <joerg@example.org>"]),
                Field("date", &["2023-09-18T07:00:00+02:00"]),
            ],
        ),
        case(
            "page.eml",
            Text(
                "From: cuisine@example.org\r\nSubject: =?utf-8?B?Q29tbWFuZGUgZGUgY2Fmw6k=?=\r\nDate: Mon, 18 Sep 2023 07:00:00 GMT\r\nMIME-Version: 1.0\r\n\
                 Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
                 PGh0bWw+PGJvZHk+PHN0eWxlPnAge2NvbG9yOiByZWR9PC9zdHlsZT48cD5MZXMgY3JvaXNzYW50\r\ncyBwb3VyIGxhIHLDqXVuaW9uIHNvbnQgY29tbWFuZMOpcy48L3A+PC9ib2R5PjwvaHRtbD4=\r\n",
            ),
            &[],
            &[
                Are(&["Les croissants pour la réunion sont commandés."]),
                Field("title", &["Commande de café"]),
                Lacks(&["color"]),
            ],
        ),
        case(
            "alternative.eml",
            Text(
                "From: a@example.org\nSubject: Bread\nDate: Mon, 18 Sep 2023 07:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"x\"\n\n\
                 --x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nThe rye bread is sold out =E2=80=93 come back tomorrow.\n\n\
                 --x\nContent-Type: text/html; charset=utf-8\n\n<p>The rye bread is sold out – come back tomorrow.</p>\n--x--\n",
            ),
            &[],
            &[Are(&["The rye bread is sold out – come back tomorrow."])],
        ),
    ]);
}
