"""What the Ambry Courier writes: the made-up paper of a made-up harbour town. All people and places are invented.

It lets a toll go down without a word, takes one article back, and mends a spelling.
"""

from datetime import timedelta

from .story import Edit, Story

_ACCIDENT = Story(
    section="news",
    slug="night-ferry-strikes-rocks-off-gannet-head",
    headline="Night ferry strikes rocks off Gannet Head",
    standfirst="The Kittiwake was on her way from Port Ambry to Sorrel with 212 passengers aboard when she ran onto "
    "the reef below an unlit lighthouse.",
    authors=("Nela Brandt",),
    age=timedelta(hours=20),
    picture=("Fishing boats at the quay of Port Ambry on the morning after the accident.", "Joost Aarden"),
    paragraphs=(
        "At least 14 people died when the ferry Kittiwake struck the rocks off Gannet Head during the night and sank "
        "within the hour. It is the worst accident on Sorrel Sound in living memory.",
        "The coast guard said that 198 of the 212 passengers had been brought ashore by sunrise, most of them by "
        "fishing boats that put out from Port Ambry without waiting to be called.",
        "The Kittiwake had left the harbour ten minutes late and was almost two hours into the crossing when she "
        "struck at 2:15 in the morning. The wind was blowing from the north-west at 90 kilometres an hour, but the "
        "crossing had not been called off.",
        "The light on Gannet Head, which marks the reef, has been dark for nine days. The harbour office confirmed "
        "that a new lamp had been ordered and had not arrived.",
        "“The light was not burning when I passed, and it was not burning the night before,” said Bram Holte, a "
        "harbour pilot who had taken a freighter through the sound some hours earlier.",
        "Passengers spoke of a single heavy blow, then of darkness. “We had four minutes, no more,” said Ilka Roen, "
        "a deckhand, who opened the doors of the lower saloon by hand after the power had failed.",
        "The first lifeboat reached the wreck 25 minutes after the call. Its crew took 61 people from the water and "
        "from two rafts that had drifted towards the cliffs.",
        "Thirty-seven people were being treated at the infirmary in Port Ambry. Six of them were in a serious "
        "condition, a doctor on duty said.",
        "The Kittiwake was built in 1998 and passed her yearly inspection in spring. Sound Line, which owns her, said "
        "it would answer questions once all the families had been told.",
        "Mayor Hedda Quill opened the town hall to relatives and asked people to keep the quay free for ambulances. "
        "“Whoever has a warm room to spare should tell us,” she said. “Nobody will sleep on a bench tonight.”",
        "The public prosecutor in Estwick has taken over the inquiry. Her office did not wish to say whether anyone "
        "was being questioned.",
    ),
    edits=(
        Edit(
            edition=2, replaced=(("At least 14 people died", "At least 11 people died"), ("that 198 of", "that 201 of"))
        ),
        Edit(
            edition=3,
            added=(
                "Divers reached the car deck in the afternoon and found nobody there, the harbour office said. The "
                "search of the sound was ended at dusk.",
            ),
        ),
    ),
)

_WARNING = Story(
    section="news",
    slug="pilots-reported-dark-light-nine-days-ago",
    headline="Pilots reported the dark light nine days ago",
    standfirst="A note in the harbour office’s log shows that the failure at Gannet Head was known, and that it was "
    "marked as not urgent.",
    authors=("Tomas Irle",),
    age=timedelta(hours=14),
    paragraphs=(
        "The harbour office in Port Ambry knew for nine days that the light on Gannet Head was out. That follows from "
        "a page of its log which the Courier has seen.",
        "The entry was made by the officer on duty at 5:40 in the morning, after two pilots had called in within the "
        "same hour. It reads: “Gannet dark. Both pilots. Lamp or relay. Not urgent, see Monday.”",
        "Nobody seems to have seen to it on Monday. The next entry about the light is dated three days later and "
        "notes that a lamp of the right kind was not in store. An order went out the day after.",
        "Under the rules of the lighthouse service, a failed light of the first class has to be announced to all "
        "ships by radio within an hour and replaced by a lit buoy within a day. Gannet Head is a light of the first "
        "class. The Courier could find no announcement and no buoy.",
        "The head of the harbour office, Albin Storr, said that he could not speak about papers that were now with "
        "the prosecutor. He asked not to be blamed before the inquiry had heard him.",
        "A former officer of the service, who does not want to be named, called the entry “an honest mistake with a "
        "long tail”. The station had lost two of its five technicians in three years, he said, and what was not on "
        "fire had to wait.",
        "Sound Line’s captains are told about failed lights by the harbour office and by nobody else. Whether the "
        "captain of the Kittiwake knew is not clear. On the chart that was on her bridge the light is marked as "
        "burning.",
        "The union of harbour pilots wants the log to be made public. “We call, and somebody writes it down,” its "
        "chairwoman, Runa Selk, said. “After that we have to trust that somebody reads it.”",
    ),
    edits=(Edit(edition=3, withdrawn=True),),
)

_DECKHAND = Story(
    section="news",
    slug="how-a-deckhand-emptied-the-lower-saloon",
    headline="How a deckhand emptied the lower saloon",
    standfirst="Ilka Roen has worked on the Kittiwake for three summers. That night she counted doors.",
    authors=("Nela Brandt",),
    age=timedelta(hours=9),
    picture=("Ilka Roen on the quay of Port Ambry.", "Joost Aarden"),
    packed=True,
    paragraphs=(
        "There are six doors between the lower saloon of the Kittiwake and the open deck. Ilka Roen knows the number "
        "because she has to wash them, every Thursday, inside and out.",
        "She was on the stairs with a tray of cups when the ferry struck. The cups went first, she says, then the "
        "light, then the sound of the engines, and it was this last thing that frightened people most.",
        "“A ship that makes no noise is a wrong thing,” Roen said. “Everybody down there understood it at once, the "
        "children too.”",
        "Forty-four passengers were in the saloon, most of them asleep. The doors open by a motor, and the motor had "
        "no power. Roen took the handle of a fire pump, put it through the wheel of the first door and leaned on it "
        "until it gave.",
        "She did the same five more times. Two passengers, a carpenter from Sorrel and a teacher on her way to a "
        "wedding, held the doors behind her. By the fourth one the water stood at their knees.",
        "The carpenter, Jost Amsel, remembers her voice. “She counted,” he said. “One, two, three, loud, so that the "
        "people at the back knew that it was going on.”",
        "All 44 reached the boat deck. From there they went down a net to the Marigold, a crab boat that had come "
        "alongside with her own lamps lit. Roen was the last but one to leave; the last was the cook, who had gone "
        "back for the cat.",
        "The cat is well. It was taken to the town hall in a bread basket and has been given a name by the children "
        "there, having had none on the ship.",
        "Roen does not care to be called brave. She did what was on the card beside the door, she said, only that the "
        "card says nothing about the power. She wants that to be added.",
    ),
)

_CROSSINGS = Story(
    section="news",
    slug="sound-line-stops-night-crossings",
    headline="Sound Line stops all night crossings",
    standfirst="Until the inquiry has reported, no ferry will leave Port Ambry after dark.",
    authors=("Tomas Irle",),
    agency="Coast News Agency",
    age=timedelta(0),
    first=2,
    paragraphs=(
        "Sound Line will run no ferries at night until the inquiry into the loss of the Kittiwake has reported. The "
        "last boat to Sorrel will leave at four in the afternoon, the company said in a statement.",
        "The line has two other ferries on the route, the Puffin and the Razorbill. Both are newer than the Kittiwake "
        "and both were at sea when she struck. They are to be looked over by an engineer from outside the company "
        "before they sail again.",
        "“We owe it to our passengers to sail only when we can see,” the company’s director, Marit Lowen, said. She "
        "did not take questions.",
        "For the 3,100 people on Sorrel the decision means that a day on the mainland now takes two. The morning boat "
        "arrives at nine and the last one leaves at four, which is too early for most shifts at the cannery.",
        "The cannery said it would let islanders begin an hour earlier. The hospital will keep a nurse and a car at "
        "the landing place in Sorrel, and the coast guard has promised a boat for anyone who cannot wait for the "
        "morning.",
        "Sound Line carried 190,000 passengers on the route last year, about a third of them at night. It has had the "
        "licence since the state gave up its own boats, and must run at least six crossings a day to keep it. Four "
        "are left for now.",
        "The ministry of transport said that it would not hold the company to the six while the inquiry lasts. When "
        "that will be, it could not say. The inquiry after the fire on the Dunlin took 14 months.",
        "A plan to move the night mail by air was dropped within hours. The only aircraft on the island is a glider.",
    ),
)

_MARKET = Story(
    section="town",
    slug="covered-market-reopens-after-two-years",
    headline="Covered market reopens after two years",
    standfirst="New roof, old stalls: the market hall by the harbour is open again, and the eel man has kept his "
    "corner.",
    authors=("Sanne Verrick",),
    age=timedelta(hours=30),
    validators=True,
    paragraphs=(
        "The covered market of Port Ambry has opened its doors after two years of repairs. By eight in the morning "
        "the queue reached the fountain, and by ten the bakers had sold out.",
        "The hall had been closed after a storm took away part of the roof. What was meant to be done in one winter "
        "grew longer when the builders found that the iron pillars, 24 of them, stood on wood.",
        "The pillars now stand on stone. The roof has been covered with glass on its northern side, as it was when "
        "the hall was built, and the pigeons have been shown out, at least for the time being.",
        "Of the 52 traders who had a stall before, 47 have come back. Eel smoker Henk Dorsa has the corner that his "
        "grandfather had. “They asked me whether I would like to move nearer to the door,” he said. “I asked them "
        "whether the door would like to move.”",
        "The five free places have gone to a cobbler, a woman who mends radios, a seller of island cheese, and two "
        "students who bake waffles to a recipe that they do not tell.",
        "The repairs cost 6.4 million crowns, 1.1 million more than was planned. The town has paid two thirds of it. "
        "The rest comes from a fund for old buildings and from the traders, whose rents go up by a tenth.",
        "The market is open from six to two, and on Saturdays until five. Dogs have to wait outside, where the town "
        "has put up eleven hooks and a trough.",
    ),
)

_ROWING = Story(
    section="town",
    slug="harbour-school-rowers-win-at-lake-orm",
    headline="Harbour school rowers win at Lake Orm",
    standfirst="Eight pupils, one borrowed boat and a lead of less than a second.",
    authors=("Sanne Verrick",),
    age=timedelta(hours=44),
    paragraphs=(
        "The rowing eight of the harbour school has won the regata on Lake Orm for the first time. They crossed the "
        "line seven tenths of a second before the boat of the Estwick high school, which had won it nine times "
        "running.",
        "It was the first race in a year for most of the crew. Their own boat had been damaged in the spring when a "
        "trailer came loose on the coast road, and the club could not pay for a new one.",
        "They recieved help from the losers. Estwick lent them its second boat, on the condition that it be washed. "
        "“We washed it twice,” said the cox, Pia Hallow, who is 14 and gives orders in a whisper.",
        "The course on Lake Orm is 1,800 metres long and bends to the left at the boathouse. The harbour eight were "
        "fourth at the bend. Their trainer, Gerrit Osk, says that he stopped looking at this point and saw only the "
        "faces of the people around him.",
        "Osk teaches geography and has led the club for 22 years. He was told that he would be thrown into the lake "
        "if they won, and came in a bathing suit under his clothes.",
        "The prize is a cup of dented silver and a barrel of apple juice. The cup will stand in the hall of the "
        "school beside the stuffed sturgeon. The juice is gone.",
        "In the coming season the eight will row in a boat of their own again. A collection in the covered market "
        "brought in 8,260 crowns in one morning, and the carpenters of the shipyard have offered to do the work for "
        "nothing. Nobody has decided yet what the boat will be called.",
    ),
    edits=(Edit(edition=2, replaced=(("regata ", "regatta "), ("recieved", "received"))),),
)

STORIES = (_ACCIDENT, _WARNING, _DECKHAND, _CROSSINGS, _MARKET, _ROWING)
