"""What Halmere Today writes: the made-up national outlet of a made-up country. All people and places are invented.

It admits its mistake about the toll in a note, and gives one article another headline and another address.
"""

from datetime import timedelta

from .story import Edit, Story

_ACCIDENT = Story(
    section="news",
    slug="ferry-runs-aground-near-sorrel",
    headline="Ferry runs aground near Sorrel after change of course",
    standfirst="The ministry of transport says that the Kittiwake left the usual lane. Coast guard ends search for "
    "survivors.",
    authors=("Viktor Aumann",),
    age=timedelta(hours=18),
    picture=("The reef below Gannet Head, seen from the island of Sorrel.", "Halmere coast guard"),
    markup="microdata",
    paragraphs=(
        "A ferry with 209 passengers aboard ran aground near the island of Sorrel early in the morning and sank. The "
        "coast guard put the number of dead at 17.",
        "The Kittiwake was on her way from Port Ambry when she left the usual lane shortly after 2:40 and struck a "
        "reef, the ministry of transport said in Estwick. The wind was blowing at 70 kilometres an hour, which is "
        "below the limit for the route.",
        '"The course was changed without leave," the minister of transport, Edda Marrin, told reporters. "Why it was '
        'changed is the first thing that we have to find out."',
        "The light on Gannet Head had failed two days earlier, according to the ministry. A spokesman said that "
        "every captain on the route had been told.",
        'A passenger who did not give his name disagreed. "The light was not burning when I passed, and it was not '
        'burning the night before," he said on the quay.',
        '"We had four minutes, no more," said Captain Oskar Thane, who was among the last to leave the ship. He was '
        "taken to hospital with a broken wrist and has since been questioned.",
        "The first lifeboat reached the wreck 40 minutes after the call. The coast guard said that the time was "
        "within the rules for such weather.",
        "Thirty-seven people were being treated at the infirmary in Port Ambry. Relatives have been asked to come to "
        "the town hall.",
        "The Kittiwake was built in 1998 and passed her yearly inspection in spring. She belongs to Sound Line, which "
        "runs three ferries between the mainland and the island.",
        "Flags on public buildings are to be flown at half-mast until the funeral. The president, who was on a visit "
        "abroad, is on his way home.",
        "The last loss of a ferry in Halmere was that of the Dunlin, which burned out at her moorings 31 years ago. "
        "Nobody was killed then.",
    ),
    edits=(
        Edit(
            edition=2,
            replaced=(("the number of dead at 17", "the number of dead at 11"),),
            note="Correction: An earlier version of this article gave the number of dead as 17. The coast guard has "
            "counted again and puts it at 11. We regret the error.",
        ),
    ),
)

_BRIDGE = Story(
    section="politics",
    slug="captain-left-bridge-ministry-says",
    headline="Captain left bridge before ferry struck, ministry says",
    standfirst="Investigators are reading the Kittiwake’s recorder. The opposition wants to know why the ministry "
    "speaks first.",
    authors=("Lene Fastrup",),
    age=timedelta(hours=11),
    markup="microdata",
    paragraphs=(
        "The captain of the Kittiwake was not on the bridge when the ferry struck the reef off Gannet Head, the "
        "ministry of transport said. It referred to a first reading of the ship's recorder.",
        "The recorder keeps the voices on the bridge as well as the course and the speed. It was brought up by divers "
        "in the forenoon and flown to Estwick in a box of sea water, as the rules ask.",
        'According to the ministry, a voice can be heard asking for the captain 70 seconds before the blow. "There is '
        'no answer on the tape," the spokesman, Joren Pask, said.',
        "Captain Oskar Thane has led ferries on the route for 19 years. His lawyer, Agda Wein, said that he had given "
        "the prosecutor a full account and would give none to anyone else.",
        "The seamen's union warned against hasty judgement. On a ship of this kind the captain has to make a round "
        "every hour, it said, and the mate in charge on the bridge holds the same papers.",
        "In parliament the opposition asked why the ministry was speaking about the evidence at all. The light on the "
        "headland, which is the ministry's own, had been left out of every statement until a newspaper wrote of it, "
        "said the member for Sorrel, Piet Landa.",
        'The minister, Edda Marrin, answered that people had a right to know. "We say what we know when we know it," '
        "she said. A debate has been set down for next week.",
        "The inquiry is led by the public prosecutor. Experts from two other countries have been invited to take "
        "part, so that nobody may say that the state looks into its own affairs.",
    ),
    edits=(
        Edit(
            edition=2,
            headline="Who was on the bridge? Ministry and lawyer differ",
            slug="who-was-on-the-bridge",
        ),
    ),
)

_KNOWN = Story(
    section="news",
    slug="what-is-known-about-the-kittiwake",
    headline="What is known about the loss of the Kittiwake, and what is not",
    standfirst="The ship, the light, the course: five questions and the answers so far.",
    age=timedelta(hours=7),
    markup="dateline",
    paragraphs=(
        "A day after the ferry Kittiwake went down in Sorrel Sound, much of what happened in her last hour is still "
        "open. This is what can be said.",
        "What sort of ship was she? A car ferry of 61 metres, built for inland waters and made stronger for the sound "
        "when Sound Line bought her. She could take 300 people and 40 cars. That night she had nine cars aboard.",
        "Where was she? The reef off Gannet Head lies 800 metres west of the lane that ferries use. Captains are free "
        "to leave the lane when the sea makes it necessary, but have to report it by radio. A report has not been "
        "found so far, which does not mean that none was made.",
        "What about the light? It was out. How long it had been out is disputed: the ministry speaks of two days, "
        "pilots in Port Ambry of more than a week. The lighthouse service keeps a record, which is with the "
        "prosecutor.",
        "Did the ship have enough boats and rafts? Yes, for more than twice the number of people aboard. Two of the "
        "four rafts on the port side could not be let down because the ship lay over too far. The rest were used.",
        "How many people were aboard? The company's list has 209 names. It does not hold children under three, who "
        "travel without a ticket. The town of Port Ambry counts 212 passengers who were saved or found.",
        "When will there be an answer? The inquiry has to give a first report within 60 days. The law allows it to "
        "ask for more time, and every inquiry of the last twenty years has done so.",
    ),
)

_WINTER = Story(
    section="news",
    slug="sorrel-asks-for-winter-crossings",
    headline="Islanders of Sorrel ask for winter crossings to go on",
    standfirst="The council fears that a pause will become a habit. The company makes no promise.",
    authors=("Viktor Aumann",),
    agency="Coast News Agency",
    age=timedelta(0),
    first=3,
    markup="microdata",
    paragraphs=(
        "The council of Sorrel has asked the government to make sure that ferries go on running through the winter. "
        "It fears that the pause after the loss of the Kittiwake will be made to last.",
        '"We grieve like everyone," said the head of the council, Berit Onsager. "But an island without a boat is '
        'not safer. It is only further away."',
        "The island has one doctor, one shop and a school with 83 pupils, of whom the older ones live with families "
        "in Port Ambry during the week. With four crossings a day instead of six they would come home every second "
        "weekend at best.",
        "Sound Line has stopped its night boats until the inquiry reports. The company said that it could make no "
        "promise about the months after that. It has one ship fewer, and a new one takes two years to build.",
        "The ministry of transport is looking for a ferry to hire. One is on offer from a line in the south of the "
        "country. She is too broad for the landing place in Sorrel by 40 centimetres.",
        "The islanders have offered to move the landing place. They did so once before, in the winter of the great "
        "ice, with hand tools and within nine days, as a plaque on the quay records.",
        "The council will meet again on the first of next month. It has invited the minister and the director of the "
        "company. Both have answered that they would come if the weather allowed it, which was noted in Sorrel "
        "with some laughter.",
    ),
)

_TRAM = Story(
    section="capital",
    slug="tram-line-four-to-run-until-midnight",
    headline="Tram line 4 to run until midnight",
    standfirst="Estwick tries out a later last tram, at first for half a year.",
    authors=("Mads Okkel",),
    age=timedelta(hours=27),
    markup="microdata",
    validators=True,
    paragraphs=(
        "The trams of line 4 in Estwick will run until midnight from next month on. So far the last one has left the "
        "theatre square at 10:20, often before the end of the play.",
        "The city wants to try the later hours for half a year and then count passengers. If fewer than 40 people use "
        "each tram on average, the old timetable will come back.",
        "The theatre has been asking for this for eleven years. Its director, Ulrik Sand, said that he had cut a song "
        'from the third act of a well-loved operetta for the sake of the tram. "It will be put back," he said. "I '
        'hope that people still like it."',
        "Drivers will be paid a fifth more for the late hours. Their union agreed after the city had promised a "
        "heated room at the terminus, with a window, and a kettle that works.",
        "The line is 9.6 kilometres long and joins the theatre to the new quarter on the Lissen fields. Some 7,000 "
        "people have moved there in the past five years, and most of them do not own a car.",
        "People who live along the line had mixed feelings. The bend at the fish market is known for its noise. The "
        "works will grease it twice a day, and in dry weather three times.",
        "Tickets stay as they are. A ride costs 4 crowns, and after ten in the evening a dog rides free, as it has "
        "since the trams were drawn by horses, when the dogs ran in front.",
    ),
)

_RECORDINGS = Story(
    section="culture",
    slug="archive-finds-lost-recordings-of-city-band",
    headline="Archive finds lost recordings of the city band",
    standfirst="Forty wax cylinders lay behind a cupboard for a century. One can be played.",
    authors=("Ines Corvane",),
    age=timedelta(hours=51),
    markup="microdata",
    packed=True,
    paragraphs=(
        "The city archive in Estwick has found recordings of the city band that were thought to be lost. They were in "
        "a box behind a cupboard that had to be moved for a leaking pipe.",
        "The box holds 40 wax cylinders. A note in pencil on the lid gives the year, the place, which is the bathing "
        "house by the lake, and the remark that the second trombone came late.",
        "Wax cylinders are played with a needle, and each playing wears them down. The archive reads them with light "
        "instead, at a laboratory that otherwise looks at old paint. A cylinder takes two days.",
        "One has been finished so far. It holds two minutes and ten seconds of a march. The second trombone does "
        'come late. "It is the most moving thing that I have heard in years," the head of the archive, Sofie '
        'Tarnow, said. "He comes in where he can, and then he plays all the louder."',
        "Nothing was known of how the band had played. Its sheet music was burned in a cold winter, and the last "
        "member died before anyone thought of asking. Historians had taken it for a band of drums and fifes.",
        "Of the other 39 cylinders, 12 are cracked and four have been eaten into by mould. The laboratory believes "
        "that it can read all of them in part. The work will take until next summer.",
        "The archive will play the march in its courtyard on the first warm evening. The city's present band has "
        "been asked to answer with a piece of its own. It is looking for a trombone.",
    ),
)

STORIES = (_ACCIDENT, _BRIDGE, _KNOWN, _WINTER, _TRAM, _RECORDINGS)
