"""Reports in our own words with trees by hand: words as ``form/lemma/upos/xpos/head/deprel[/entity]``."""

REPORTS = {
    # Rockets hit protesters. They left.
    "they_rockets": """
Rockets/rocket/NOUN/NNS/2/nsubj hit/hit/VERB/VBD/0/root protesters/protester/NOUN/NNS/2/obj ././PUNCT/./2/punct

They/they/PRON/PRP/2/nsubj left/leave/VERB/VBD/0/root ././PUNCT/./2/punct
""",
    # Police beat protesters. They left.
    "they_two": """
Police/police/NOUN/NNS/2/nsubj beat/beat/VERB/VBD/0/root protesters/protester/NOUN/NNS/2/obj ././PUNCT/./2/punct

They/they/PRON/PRP/2/nsubj left/leave/VERB/VBD/0/root ././PUNCT/./2/punct
""",
    # Dara Mehsud spoke. He left.
    "he": """
Dara/Dara/PROPN/NNP/3/nsubj/B-PER Mehsud/Mehsud/PROPN/NNP/1/flat/I-PER spoke/speak/VERB/VBD/0/root ././PUNCT/./3/punct

He/he/PRON/PRP/2/nsubj left/leave/VERB/VBD/0/root ././PUNCT/./2/punct
""",
    # Pakistani border guards arrested hundreds of people near Chaman.
    "border_guards": """
Pakistani/Pakistani/ADJ/JJ/3/amod/B-NORP border/border/NOUN/NN/3/compound guards/guard/NOUN/NNS/4/nsubj
arrested/arrest/VERB/VBD/0/root hundreds/hundred/NOUN/NNS/4/obj of/of/ADP/IN/7/case
people/people/NOUN/NNS/5/nmod near/near/ADP/IN/9/case Chaman/Chaman/PROPN/NNP/7/nmod/B-LOC ././PUNCT/./4/punct
""",
    # Dara Mehsud, a senior government official in Islamabad, said the crossing was open.
    "official": """
Dara/Dara/PROPN/NNP/11/nsubj/B-PER Mehsud/Mehsud/PROPN/NNP/1/flat/I-PER ,/,/PUNCT/,/7/punct a/a/DET/DT/7/det
senior/senior/ADJ/JJ/7/amod government/government/NOUN/NN/7/compound official/official/NOUN/NN/1/appos
in/in/ADP/IN/9/case Islamabad/Islamabad/PROPN/NNP/7/nmod/B-LOC ,/,/PUNCT/,/1/punct said/say/VERB/VBD/0/root
the/the/DET/DT/13/det crossing/crossing/NOUN/NN/15/nsubj was/be/AUX/VBD/15/cop open/open/ADJ/JJ/11/ccomp
././PUNCT/./11/punct
""",
    # Kenyan police chief Amos Kilonzo told reporters that two gunmen had fled to Garissa, Kenya.
    "police_chief": """
Kenyan/Kenyan/ADJ/JJ/3/amod/B-NORP police/police/NOUN/NN/3/compound chief/chief/NOUN/NN/4/nmod:desc
Amos/Amos/PROPN/NNP/6/nsubj/B-PER Kilonzo/Kilonzo/PROPN/NNP/4/flat/I-PER told/tell/VERB/VBD/0/root
reporters/reporter/NOUN/NNS/6/iobj that/that/SCONJ/IN/12/mark two/two/NUM/CD/10/nummod
gunmen/gunman/NOUN/NNS/12/nsubj had/have/AUX/VBD/12/aux fled/flee/VERB/VBN/6/ccomp to/to/ADP/IN/14/case
Garissa/Garissa/PROPN/NNP/12/obl/B-LOC ,/,/PUNCT/,/16/punct Kenya/Kenya/PROPN/NNP/14/nmod:unmarked/B-LOC
././PUNCT/./6/punct
""",
    # Moscow accused Kyiv of shelling the town of Gorlovka.
    "accusation": """
Moscow/Moscow/PROPN/NNP/2/nsubj/B-LOC accused/accuse/VERB/VBN/0/root Kyiv/Kyiv/PROPN/NNP/2/obj/B-LOC
of/of/SCONJ/IN/5/mark shelling/shell/VERB/VBG/2/advcl the/the/DET/DT/7/det town/town/NOUN/NN/5/obj
of/of/ADP/IN/9/case Gorlovka/Gorlovka/PROPN/NNP/7/nmod/B-LOC ././PUNCT/./2/punct
""",
    # Protesters gathered in Moscow on Friday.
    "protest": """
Protesters/protester/NOUN/NNS/2/nsubj gathered/gather/VERB/VBD/0/root in/in/ADP/IN/4/case
Moscow/Moscow/PROPN/NNP/2/obl/B-LOC on/on/ADP/IN/6/case Friday/Friday/PROPN/NNP/2/obl/B-TIME ././PUNCT/./2/punct
""",
    # The International Crisis Group (ICG) urged both sides to talk. ICG said the army had killed 12 villagers.
    "acronym": """
The/the/DET/DT/4/det International/International/ADJ/NNP/4/amod/B-ORG Crisis/Crisis/PROPN/NNP/4/compound/I-ORG
Group/Group/PROPN/NNP/8/nsubj/I-ORG (/(/PUNCT/-LRB-/6/punct ICG/ICG/PROPN/NNP/4/appos/B-ORG
)/)/PUNCT/-RRB-/6/punct urged/urge/VERB/VBD/0/root both/both/DET/DT/10/det sides/side/NOUN/NNS/8/obj
to/to/PART/TO/12/mark talk/talk/VERB/VB/8/xcomp ././PUNCT/./8/punct

ICG/ICG/PROPN/NNP/2/nsubj/B-ORG said/say/VERB/VBD/0/root the/the/DET/DT/4/det army/army/NOUN/NN/6/nsubj
had/have/AUX/VBD/6/aux killed/kill/VERB/VBN/2/ccomp 12/12/NUM/CD/8/nummod villagers/villager/NOUN/NNS/6/obj
././PUNCT/./2/punct
""",
    # President Salva Kiir met rebel leader Riek Machar in Juba. Machar said he would sign the deal.
    "surname": """
President/President/PROPN/NNP/2/nmod:desc Salva/Salva/PROPN/NNP/4/nsubj/B-PER Kiir/Kiir/PROPN/NNP/2/flat/I-PER
met/meet/VERB/VBD/0/root rebel/rebel/ADJ/JJ/6/amod leader/leader/NOUN/NN/2/nmod:desc
Riek/Riek/PROPN/NNP/6/appos/B-PER Machar/Machar/PROPN/NNP/7/flat/I-PER in/in/ADP/IN/10/case
Juba/Juba/PROPN/NNP/4/obl/B-LOC ././PUNCT/./4/punct

Machar/Machar/PROPN/NNP/2/nsubj/B-PER said/say/VERB/VBD/0/root he/he/PRON/PRP/5/nsubj would/would/AUX/MD/5/aux
sign/sign/VERB/VB/2/ccomp the/the/DET/DT/7/det deal/deal/NOUN/NN/5/obj ././PUNCT/./2/punct
""",
    # US-backed fighters attacked pro-Russian separatists.
    "backed": """
US/US/PROPN/NNP/3/compound/B-LOC -/-/PUNCT/HYPH/1/punct backed/back/VERB/VBN/4/amod
fighters/fighter/NOUN/NNS/5/nsubj attacked/attack/VERB/VBD/0/root pro-Russian/pro-Russian/ADJ/JJ/7/amod
separatists/separatist/NOUN/NNS/5/obj ././PUNCT/./5/punct
""",
    # The Taliban attacked Yawan district. The group did not comment. Government forces fled.
    "group": """
The/the/DET/DT/2/det Taliban/Taliban/PROPN/NNP/3/nsubj/B-ORG attacked/attack/VERB/VBD/0/root
Yawan/Yawan/PROPN/NNP/5/compound/B-LOC district/district/NOUN/NN/3/obj ././PUNCT/./3/punct

The/the/DET/DT/2/det group/group/NOUN/NN/5/nsubj did/do/AUX/VBD/5/aux not/not/PART/RB/5/advmod
comment/comment/VERB/VB/0/root ././PUNCT/./5/punct

Government/government/NOUN/NN/2/compound forces/force/NOUN/NNS/3/nsubj fled/flee/VERB/VBD/0/root
././PUNCT/./3/punct
""",
    # The Taliban and al-Shabaab issued threats. The insurgents were not named.
    "two_groups": """
The/the/DET/DT/2/det Taliban/Taliban/PROPN/NNP/7/nsubj/B-ORG and/and/CCONJ/CC/4/cc al/al/PROPN/NNP/2/conj/B-ORG
-/-/PUNCT/HYPH/6/punct/I-ORG Shabaab/Shabaab/PROPN/NNP/4/flat/I-ORG issued/issue/VERB/VBD/0/root
threats/threat/NOUN/NNS/7/obj ././PUNCT/./7/punct

The/the/DET/DT/2/det insurgents/insurgent/NOUN/NNS/5/nsubj:pass were/be/AUX/VBD/5/aux:pass
not/not/PART/RB/5/advmod named/name/VERB/VBN/0/root ././PUNCT/./5/punct
""",
    # Taliban fighters seized Kabul airport.
    "airport": """
Taliban/Taliban/PROPN/NNP/2/compound/B-ORG fighters/fighter/NOUN/NNS/3/nsubj seized/seize/VERB/VBD/0/root
Kabul/Kabul/PROPN/NNP/5/compound/B-LOC airport/airport/NOUN/NN/3/obj ././PUNCT/./3/punct
""",
    # A convoy left Goma, DR Congo, with refugees who had fled.
    "convoy": """
A/a/DET/DT/2/det convoy/convoy/NOUN/NN/3/nsubj left/leave/VERB/VBD/0/root Goma/Goma/PROPN/NNP/3/obj/B-LOC
,/,/PUNCT/,/7/punct DR/DR/PROPN/NNP/7/nmod:desc/B-LOC Congo/Congo/PROPN/NNP/4/appos/I-LOC ,/,/PUNCT/,/10/punct
with/with/ADP/IN/10/case refugees/refugee/NOUN/NNS/3/obl who/who/PRON/WP/13/nsubj had/have/AUX/VBD/13/aux
fled/flee/VERB/VBN/10/acl:relcl ././PUNCT/./3/punct
""",
    # Talks with Iran failed after Russia invaded Ukraine.
    "talks": """
Talks/talk/NOUN/NNS/4/nsubj with/with/ADP/IN/3/case Iran/Iran/PROPN/NNP/1/nmod/B-LOC failed/fail/VERB/VBD/0/root
after/after/SCONJ/IN/7/mark Russia/Russia/PROPN/NNP/7/nsubj/B-LOC invaded/invade/VERB/VBD/4/advcl
Ukraine/Ukraine/PROPN/NNP/7/obj/B-LOC ././PUNCT/./4/punct
""",
    # Islamist insurgents raided a market on the Panj river.
    "river": """
Islamist/Islamist/PROPN/NNP/2/compound insurgents/insurgent/NOUN/NNS/3/nsubj raided/raid/VERB/VBD/0/root
a/a/DET/DT/5/det market/market/NOUN/NN/3/obj on/on/ADP/IN/9/case the/the/DET/DT/9/det
Panj/Panj/PROPN/NNP/9/compound/B-LOC river/river/NOUN/NN/5/nmod ././PUNCT/./3/punct
""",
    # WHO SAID US TROOPS FIRED ON AL-SHABAAB MILITANTS IN SOMALIA
    "capitals": """
WHO/who/PRON/WP/2/nsubj SAID/say/VERB/VBD/0/root US/US/PROPN/NNP/4/compound/B-LOC
TROOPS/troops/NOUN/NNS/5/nsubj FIRED/fire/VERB/VBD/2/ccomp ON/on/ADP/IN/10/case
AL/AL/PROPN/NNP/10/compound/B-ORG -/-/PUNCT/HYPH/7/punct/I-ORG SHABAAB/SHABAAB/PROPN/NNP/7/flat/I-ORG
MILITANTS/militant/NOUN/NNS/5/obl IN/in/ADP/IN/12/case SOMALIA/SOMALIA/PROPN/NNP/10/nmod/B-LOC
""",
    # The protesters were peaceful. They left on Monday.
    "they": """
The/the/DET/DT/2/det protesters/protester/NOUN/NNS/4/nsubj were/be/AUX/VBD/4/cop peaceful/peaceful/ADJ/JJ/0/root
././PUNCT/./4/punct

They/they/PRON/PRP/2/nsubj left/leave/VERB/VBD/0/root on/on/ADP/IN/4/case Monday/Monday/PROPN/NNP/2/obl/B-TIME
././PUNCT/./2/punct
""",
    # A crowd of villagers threw stones at Turkey's ambassador.
    "ambassador": """
A/a/DET/DT/2/det crowd/crowd/NOUN/NN/5/nsubj of/of/ADP/IN/4/case villagers/villager/NOUN/NNS/2/nmod
threw/throw/VERB/VBD/0/root stones/stone/NOUN/NNS/5/obj at/at/ADP/IN/10/case
Turkey/Turkey/PROPN/NNP/10/nmod:poss/B-LOC 's/'s/PART/POS/8/case ambassador/ambassador/NOUN/NN/5/obl
././PUNCT/./5/punct
""",
}
