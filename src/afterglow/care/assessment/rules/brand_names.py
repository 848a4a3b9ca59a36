"""Brand names and common spellings in the United Kingdom, and the generic names they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_GENERIC_TO_BRANDS: Mapping[str, tuple[str, ...]] = {
    "alprazolam": ("xanax",),
    "chlordiazepoxide": ("librium",),
    "clobazam": ("frisium", "perizam", "tapclob"),
    "clonazepam": ("rivotril", "klonopin"),
    "diazepam": ("valium", "diazemuls", "stesolid"),
    "flurazepam": ("dalmane",),
    "loprazolam": ("dormonoct",),
    "lorazepam": ("ativan",),
    "midazolam": ("buccolam", "epistatus", "hypnovel"),
    "nitrazepam": ("mogadon",),
    "temazepam": ("restoril",),
    "zaleplon": ("sonata",),
    "zolpidem": ("stilnoct", "ambien"),
    "zopiclone": ("zimovane", "imovane"),
    "buprenorphine": ("butrans", "butec", "temgesic", "subutex", "suboxone", "buvidal", "espranor"),
    "codeine": ("codein", "codeine phosphate"),
    "codeine, paracetamol": (
        "co-codamol", "co codamol", "cocodamol", "solpadol", "solpadeine", "tylex", "zapain", "kapake",
    ),
    "codeine, ibuprofen": ("nurofen plus",),
    "dihydrocodeine": ("df118", "df 118", "dhc continus"),
    "dihydrocodeine, paracetamol": ("co-dydramol", "co dydramol", "codydramol", "paramol", "remedeine"),
    "fentanyl": ("durogesic", "matrifen", "fencino", "abstral"),
    "hydromorphone": ("palladone",),
    "methadone": ("physeptone", "methadose"),
    "morphine": ("oramorph", "mst", "sevredol", "zomorph", "morphgesic"),
    "oxycodone": ("oxycontin", "oxynorm", "longtec", "shortec", "targinact"),
    "tapentadol": ("palexia",),
    "tramadol": ("zydol", "zamadol", "maxitram", "tramulief"),
    "tramadol, paracetamol": ("tramacet",),
    "celecoxib": ("celebrex",),
    "diclofenac": ("voltarol",),
    "etoricoxib": ("arcoxia",),
    "ibuprofen": ("nurofen", "brufen", "calprofen"),
    "naproxen": ("naprosyn", "vimovo"),
    "paracetamol": ("panadol", "calpol", "acetaminophen"),
    "gabapentin": ("neurontin",),
    "pregabalin": ("lyrica", "alzain", "axalid"),
    "chlorphenamine": ("piriton", "chlorpheniramine"),
    "diphenhydramine": ("nytol",),
    "hydroxyzine": ("atarax",),
    "promethazine": ("phenergan", "sominex"),
    "citalopram": ("cipramil", "celexa"),
    "escitalopram": ("cipralex", "lexapro"),
    "fluoxetine": ("prozac", "oxactin"),
    "fluvoxamine": ("faverin",),
    "paroxetine": ("seroxat", "paxil"),
    "sertraline": ("lustral", "zoloft"),
    "duloxetine": ("cymbalta", "yentreve", "depalta"),
    "venlafaxine": ("efexor", "effexor", "venlalic", "vensir", "venaxx", "sunveniz"),
    "lamotrigine": ("lamictal",),
    "isocarboxazid": ("marplan",),
    "moclobemide": ("manerix",),
    "phenelzine": ("nardil",),
    "rasagiline": ("azilect",),
    "safinamide": ("xadago",),
    "selegiline": ("eldepryl",),
    "tranylcypromine": ("parnate",),
    "amfetamine": ("amphetamine",),
    "dexamfetamine": ("dexamphetamine", "dexedrine", "amfexa"),
    "lisdexamfetamine": ("elvanse", "vyvanse", "lisdexamphetamine"),
    "methylphenidate": (
        "ritalin", "concerta", "equasym", "medikinet", "xaggitin", "delmosart", "matoride", "tranquilyn",
    ),
    "modafinil": ("provigil",),
    "aminophylline": ("phyllocontin",),
    "theophylline": ("uniphyllin", "nuelin", "slo-phyllin"),
    "levothyroxine": ("thyroxine", "eltroxin", "euthyrox", "synthroid"),
    "liothyronine": ("tertroxin",),
    "clarithromycin": ("klaricid",),
    "itraconazole": ("sporanox",),
    "posaconazole": ("noxafil",),
    "ritonavir": ("norvir", "kaletra", "paxlovid"),
    "voriconazole": ("vfend",),
    "grapefruit juice": ("grapefruit",),
    "carbamazepine": ("tegretol",),
    "phenytoin": ("epanutin",),
    "rifampicin": ("rifadin", "rifater", "rifinah"),
    "st john's wort": ("st johns wort", "st. john's wort", "hypericum"),
    "naltrexone": ("nalorex", "adepend", "mysimba"),
    "beclometasone nasal spray": ("beconase", "nasobec"),
    "fluticasone nasal spray": ("flixonase", "avamys", "pirinase", "dymista"),
    "mometasone nasal spray": ("nasonex",),
    "oxymetazoline": ("vicks sinex",),
    "pseudoephedrine": ("sudafed",),
    "xylometazoline": ("otrivine",),
}  # fmt: skip

BRANDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {brand: tuple(generic.split(", ")) for generic, brands in _GENERIC_TO_BRANDS.items() for brand in brands}
)
"""Each brand or other spelling, in small letters, with the generic names it stands for."""


def with_generic_names(written: str) -> str:
    """A medicine as somebody wrote it, in small letters, followed by the generic names of its brands."""
    text = " ".join(written.casefold().replace("’", "'").split())
    found = [
        generic
        for brand, generics in BRANDS.items()
        if re.search(rf"(?<!\w){re.escape(brand)}(?!\w)", text)
        for generic in generics
    ]
    return ", ".join([text, *dict.fromkeys(found)])
