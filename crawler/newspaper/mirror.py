"""What the Estwick Mirror writes: the made-up paper of the capital. All people and places are invented.

It quotes the Ambry Courier by name, prints what an agency wrote, and takes nothing back: its toll stays what it was.
"""

from datetime import timedelta

from .story import Story

_ACCIDENT = Story(
    section="country",
    slug="ferry-kittiwake-lost-off-gannet-head",
    headline="Ferry Kittiwake lost off Gannet Head, light had failed",
    standfirst="Harbour pilots saw no light on the reef below Gannet Head, a paper in Port Ambry reports.",
    authors=("Ruta Calder",),
    agency="Coast News Agency",
    age=timedelta(hours=17),
    paragraphs=(
        "The ferry Kittiwake was lost on the rocks off Gannet Head in the night, on her way from Port Ambry to the "
        "island of Sorrel. At least 14 people died, The Ambry Courier reported on its page in the morning.",
        "“The light was not burning when I passed, and it was not burning the night before,” Bram Holte, a harbour "
        "pilot, told The Ambry Courier.",
        "The Kittiwake was built in 1998 and passed her yearly inspection in spring. Sound Line, which owns her, said "
        "it would answer questions once all the families had been told.",
        "In Estwick the loss was the only thing spoken of on the trams. At the Sorrel House, where islanders who study "
        "in the capital have their rooms, somebody had hung a lantern in every window by noon.",
        "The students mean to keep them lit until the last of the passengers has been found. A collection for the "
        "families stood at 4,300 crowns in the evening.",
        "Thirty-seven people were being treated at the infirmary in Port Ambry. Trains to the coast are free for "
        "relatives until the end of the week, the railway said.",
    ),
)

_CROSSINGS = Story(
    section="country",
    slug="no-ferries-to-sorrel-after-dark",
    headline="No ferries to Sorrel after dark",
    standfirst="Sound Line waits for the inquiry into the loss of the Kittiwake.",
    authors=("Ruta Calder",),
    agency="Coast News Agency",
    age=timedelta(0),
    first=2,
    paragraphs=(
        "Sound Line will run no ferries at night until the inquiry into the loss of the Kittiwake has reported. The "
        "last boat to Sorrel will leave at four in the afternoon, the company said in a statement.",
        "“We owe it to our passengers to sail only when we can see,” the company’s director, Marit Lowen, said. She "
        "did not take questions.",
        "Students from the island who go home on Fridays will have to take the train at noon. The university has "
        "moved two lectures for them.",
        "The line has two other ferries on the route, the Puffin and the Razorbill. Both are newer than the Kittiwake "
        "and both were at sea when she struck.",
    ),
)

_TRAMS = Story(
    section="city",
    slug="tram-nine-gets-its-bell-back",
    headline="Tram nine gets its bell back",
    standfirst="After eleven years of a buzzer, the line to the botanical garden rings again.",
    authors=("Ossian Pell",),
    age=timedelta(hours=26),
    paragraphs=(
        "Tram nine in Estwick rings again. The bells, which had been put away when the cars were rebuilt eleven years "
        "ago, were found in a cellar of the depot, wrapped in newspapers and in good order.",
        "A driver, Lene Vos, had asked about them every year. “The buzzer says go away,” she said. “The bell says good "
        "morning.”",
        "The transport office let her have one car for a trial in spring. Nobody complained but a dog in Willow "
        "Street, and the dog has since moved.",
        "All fourteen cars of the line have their bells now. Hanging them took two fitters three nights and cost 900 "
        "crowns, which the friends of the tram have paid.",
    ),
)

STORIES = (_ACCIDENT, _CROSSINGS, _TRAMS)
