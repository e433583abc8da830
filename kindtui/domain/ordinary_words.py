"""Words that anybody writes: a handle made of nothing else is a word in most texts, and only now and then a person."""

from __future__ import annotations

import re

from kindtui.domain.name_tokens import WORDS_TOO, pieces_of

_ORDINARY = """
a able about access account active add admin after again agenda all also always and answer any api app apply art ask at
available away back bake base based be beta better big blog book bot boy brand break bring bug build building built bus
business but by cafe cake call can car care case cat center centre change channel chat check child choir city class
clean click client close cloud club code coding coffee cold come comment common community company conduct connect
contact contributor cook cooking core cost could count course cross culture daily dance data date day deal debug deep
demo design desk dev developer digital direct do docs dog door down draft drop each early east easy edge edit editor
education email end engineer even event events every example extra eye face fair family fast feed feedback file film
final find fine first fix fly focus follow food foot for force form forum found free friend friends friendly from front
full fun future game gamer games garden gardener general get girl give global go good great green group guest guide half
hand hands hard have head health hello help helper helping here hi high hike history hit home host hot hour hours house
how human idea if in info inside into issue it item job join junior just keep key kid kids kind know lab land language
large last late launch lead leader leaf learn learning left less level library life light like line link list live local
log login look lot low lunch machine made mail main make maker making man manager many map market matter media meet
meeting meetup member mentor mentoring mid mind mini mobile mode model moderator money month moon more morning most
mother mountain move much multi music name near need net network never new news next nice night no non noon north not
note notes now of off office old on once one online only open opt or organiser organizer other our out over page paid
paint pair paper parent part partner party past pay peer people person phone photo picture pink place plan plant play
player plug podcast point pop post power pre press pro problem process product program project public push put quality
question quick quiet radio read reader reading ready real record red release remote repo report research rest review
right road rock room root round rule run runner running safe sail sale same save school science screen sea search second
see self sell send senior server service set setup share shift shop short show side sign simple sing singer single site
skill sky sleep slow small snow so social soft software some song sound source south space speak speaker special sport
staff stand standup start state station stay step still stop store story street strong student study sub summary sun
super support sure swim system table tag take talk talks tea teach teacher team tech term test tester testing text
thank thanks that the theme then there thing think third this ticket time tip to today together tool tools top topic
topics track trade trail train training travel tree trip try two type under up update upload us use user users very
video view visit voice volunteer wait walk wall want warm watch water way we web website week weekend welcome well west
what when where white who why wide wiki win with woman women wood word words work worker working workshop world write
writer writing year yes yet yoga you young your zone
"""
_ALL = WORDS_TOO | frozenset(_ORDINARY.split())
_OF_WORDS = re.compile(r"[^\W\d_]+(?:[-’' ][^\W\d_]+)*")


def is_ordinary(text: str) -> bool:
    """Whether a folded text is nothing but ordinary words, one or some with dashes or blanks between them: `coffee`,
    `sign-in`."""
    return _OF_WORDS.fullmatch(text) is not None and all(piece in _ALL for piece in pieces_of(text))
