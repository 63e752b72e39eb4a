"""English."""

from .model import Lexicon, day_halves, listed, numbered, valued

LEXICON = Lexicon(
    little=listed(
        """a an the and or but nor so yet if then than as at by for from in into of off on onto out over to up with
        within without about above after again against all also am any are be because been before being below between
        both can could did do does doing down during each few had has have having he her here hers him his how i it its
        itself just me more most my no not now only other our own same she should some such that their them these they
        this those through too under until upon very was we were what when where which while who whom why will would you
        your may might must shall there us one however according says said say"""
    ),
    speech=listed(
        """said says say saying told tells stated states noted notes added adds reported reports explained explains
        announced announces declared declares claimed claims insisted insists argued argues warned warns wrote writes
        replied replies answered asked asks remarked commented comments admitted admits acknowledged acknowledges
        confirmed confirms denied denies tweeted posted suggested suggests recalled recalls concluded concludes observed
        testified tweets quipped vowed promised pledged urged stressed emphasized emphasised underlined maintained
        maintains alleged alleges asserted asserts revealed reveals disclosed continued recounted lamented complained
        predicted estimated conceded joked shouted demanded called read reads thinks believes
        agreed agrees disagreed disagrees objected protested"""
    ),
    according=listed("according_to per in_the_words_of as_told_by"),
    titles=listed(
        """entitled titled headlined headline called dubbed named known_as so-called article book film movie song album
        novel essay paper report_titled chapter play opera poem series show podcast episode documentary magazine single
        painting exhibition slogan banner hashtag reading column op-ed editorial memoir"""
    ),
    roles=listed(
        """spokesman spokeswoman spokesperson spokespeople official officials minister president secretary reporter
        correspondent journalist columnist editor writer author analyst expert experts professor researcher director
        chairman chairwoman chair chief leader lawyer attorney judge prosecutor senator governor mayor representative
        lawmaker ambassador envoy diplomat general commander colonel officer police witness witnesses resident residents
        activist activists source sources coach manager owner founder doctor nurse teacher scientist engineer farmer
        adviser advisor aide ministry government agency court commission statement report study company firm bank union
        association authority authorities department office council committee party group coalition campaign army
        military man woman mother father brother sister son daughter wife husband friend neighbour neighbor victim
        survivor student worker driver pilot captain player executive ceo economist strategist blogger critic observer
        deputy passenger passengers customer tourist fisherman sailor nurse shopkeeper teenager pensioner"""
    ),
    pronouns=listed("he she they it"),
    articles=listed("a an the his her their its one another some this that"),
    negations=listed(
        """not no never none nobody nothing neither nor without cannot can't won't don't doesn't didn't isn't aren't
        wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't needn't mustn't denied denies deny failed
        refused unable unlikely"""
    ),
    hedges=listed(
        """reportedly allegedly alleged apparently purportedly supposedly possibly probably perhaps maybe likely may
        might could appears appeared seems seemed suspected believed_to thought_to said_to claimed claims claim
        unconfirmed approximately about around roughly nearly almost estimated suggests suggested presumably potentially
        reported_to or_so some at_least up_to as_many_as more_than some_say rumored rumoured unverified expected_to
        so-called"""
    ),
    approximators=listed("some about around roughly nearly almost at_least up_to as_many_as more_than approximately"),
    months=numbered(
        """january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct
        november|nov december|dec"""
    ),
    weekdays=numbered("monday tuesday wednesday thursday friday saturday sunday"),
    numerals=numbered(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""",
        0,
    )
    | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12}
    | {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
    | {"eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12},
    magnitudes={"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    | {"m": 10**6, "bn": 10**9, "k": 1000},
    connectors=listed("of the and for de la van von der den bin ibn al el du da di le & in"),
    past=listed(
        """ago previously formerly historically founded established originally earlier_this_year last_year last_month
        last_decade in_the_past decades long_been had_been was_born began_in since used_to once years_earlier
        years_before in_recent_years traditionally at_the_time century background had"""
    ),
    present=listed(
        """today tonight now yesterday tomorrow this_morning this_week this_afternoon monday tuesday wednesday thursday
        friday saturday sunday latest breaking just minutes_ago hours_ago so_far on_scene currently expected will"""
    ),
    units=listed("more other new additional further people's own local foreign different total"),
    clock_after=listed("am pm o'clock"),
    relative=listed(
        "today tonight yesterday tomorrow this_morning this_afternoon this_evening last_night earlier_today overnight"
        " last_year this_year last_week this_week next_week last_month this_month"
    ),
    fractions=valued(
        """half_of=0.5 half_the=0.5 a_quarter_of=0.25 one_quarter_of=0.25 three_quarters_of=0.75
        three-quarters=0.75 three-quarters_of=0.75 a_quarter_of_an=0.25 three_quarters_of_a=0.75
        three_quarters_of_an=0.75 three-quarters_of_an=0.75 a_third_of=0.3333 one_third_of=0.3333
        two_thirds_of=0.6667 two-thirds=0.6667 two-thirds_of=0.6667 a_fifth_of=0.2 one_fifth_of=0.2"""
    ),
    halves=listed("half_a half_an"),
    shares={"one in": 1, "one out of": 1, "one in every": 1},
    and_a_half=listed("and_a_half"),
    day_halves=day_halves("in_the_morning", "in_the_afternoon in_the_evening"),
    through=listed("to till until"),
    able=listed("can could possible possibly able possibility"),
    modals=listed("could might may"),
    unasserted=listed("whether if nobody no_one nothing so_that in_order"),
    explaining=listed(
        """usually generally typically normally often a_year every_year each_year per_year annually regularly is_called
        are_called is_known_as known_as means is_considered consists_of is_located is_home_to is_one_of are_among
        the_largest the_biggest the_oldest the_highest the_longest the_smallest the_most the_only for_example such_as
        in_general under_the_law average on_average"""
    ),
)
