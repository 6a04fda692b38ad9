"""Texts that would command something, were they taken for more than texts."""

from indexer.article import Article

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea></p></article><script>alert(1)</script>",
    "<mark onclick=alert(1)>a</mark></mark><b>gras</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#60;b&#62; &copy",
    "<!-- <p> --><![CDATA[ ]]>",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<style>*{display:none}</style><link rel=stylesheet href=//x.example>",
    "<meta http-equiv=refresh content='0;url=//x.example'><base href=//x.example>",
    "<form action=//x.example><button formaction=javascript:alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "` ' \" \\ \\u003cscript\\u003e %3Cscript%3E",
    "\u202etxt.exe \u2066<b>\u2069 \u200b\u00ad",
    "🙂 e\u0301 ﷺ 𝕏 \ufffd",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
)
FORMULAE = (
    "=1+1",
    "+33 1",
    "-2 % en mai",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =cmd|' /C calc'!A0",
    "\n-1",
    "a;=1+1",
    'a";=1+1',
    'a"\r\n=1+1',
    "＝1+1",
    "＋33 1",
    "－2",
    "＠SUM(A1)",
    "a,=1+1",
    'a", "=1+1',
    'a,""  ＝1+1',
    "\u202e=1+1",
)
HARMLESS = "Un texte sans rien de spécial"


def article(rank: int, text: str) -> Article:
    """An article all whose fields hold a text."""
    return Article(
        id=f"{rank:016x}",
        title=f"{text} mot",
        url=text,
        lede=f"mot {text}",
        body=(f"{text} mot {text}", text),
        tags=(text,),
        authors=(text,),
        source=text,
        section=text,
        language=text,
        image=text,
        caption=text,
    )
