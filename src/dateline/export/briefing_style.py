"""How a briefing looks: on a screen, light or dark, on a phone, and on paper."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1b1a;--quiet:#5a5a55;--line:#cfccc4;--land:#eeebe3;
--accent:#0b5c8a;--bad:#a3221b;--warn:#7a4b00;--good:#1d6a37}
@media (prefers-color-scheme:dark){:root{--paper:#16181a;--ink:#ecebe6;--quiet:#a9aba6;--line:#474a4d;--land:#24282b;
--accent:#7cc4ee;--bad:#ff9b90;--warn:#f0bf6a;--good:#86d39c}}
body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,sans-serif}
h1,h2,h3{line-height:1.25}
h2{border-bottom:1px solid var(--line);margin-top:2rem}
h3{margin:0 0 .25rem;font-size:1.05rem}
a{color:var(--accent)}
.quiet{color:var(--quiet);font-size:.9rem}
.numbers{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;padding:0}
article{border-top:1px solid var(--line);padding:.75rem 0;overflow-wrap:anywhere}
article ul{margin:.25rem 0;padding-left:1.25rem}
q{color:var(--ink)}
article p{margin:.25rem 0}
.number{display:inline-block;min-width:1.6em;color:var(--quiet)}
.disputed,.denied,.not-happened{color:var(--bad)}
.planned{color:var(--warn)}
.corroborated,.came-to-pass{color:var(--good)}
svg{width:100%;height:auto;background:var(--paper)}
.land{fill:var(--land);stroke:var(--line);stroke-width:.6}
.reach{fill:var(--accent);fill-opacity:.15;stroke:var(--accent);stroke-width:.5}
.point{fill:var(--accent);stroke:var(--paper);stroke-width:.8}
.point.disputed,.point.denied{fill:var(--bad)}
.point.planned{fill:var(--warn)}
svg text{fill:var(--ink);font-size:12px}
.timeline rect{fill:var(--accent)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
td,th{text-align:left;padding:.25rem .5rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:top;
overflow-wrap:anywhere}
@media print{body{max-width:none}
article{break-inside:avoid}}
"""
