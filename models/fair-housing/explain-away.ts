/**
 * Takes out of a normalised text what only sounds like a protected class: places and streets, rooms, finishes,
 * materials, idioms, greetings of a season. What is left is read for people. Each kind taken out is remembered.
 * Room names and the like are lawful by HUD's memorandum of 9 January 1995 on § 804(c) (Achtenberg memo).
 */

const PLACE =
  '(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|highway|hwy|parkway|pkwy|way|circle|creek|canyon|lakes?|hills?|plains|springs|parks?|district|station|stop|river|rock|trail|trailhead|beach|valley|bay|mountain|heights|village|square|plaza|museum|chamber|festival|parade|history month|hawk|quarter|wells|oak|bluff|point|ridge|meadows?|school road|bird lane|fort|mesa|island|pines?|diamond|forest|mills?|grove|hollow|fork|dam|bridge|harbor|county|center|centre|\\d+\\w{0,2}|and \\d\\w*)';
const NAMED =
  '(?:church|temple|chapel|mosque|parish|mission|cathedral|bishops?|abbey|race|black|white|brown|indian|mexican|french|english|spanish|dutch|irish|german|italian|chinese|polish|swedish|cuban|asian|hispanic|korean|greek|mormon|christian|jewish(?: community)?|islamic|lady|ladys?|king|queen|maiden|womens?|mens|gay|pride|native|cherokee|navajo|foreign|negro|squaw|moor|blind|senior|kids|childrens?|family|mothers|fathers|baby|brothers?|sisters?|protection|universal|american|baptist|faith|trinity|grace|holy \\w+|st \\w+|saint \\w+|mount \\w+|iglesia)';
const STUFF =
  '(?:all |accent |dark |bright |pure |off |and |tile |trim |hand painted |wide plank |tone |chip |high gloss |matte |leaf |solar |glazed |ware )*(?:cabinets?|cabinetry|countertops?|counters?|granite|quartz|marble|limestone|sandstone|travertine|tiles?|brick|stone|slate|paint|painted|walls?|trim|doors?|floors?|flooring|carpet|wood|oak|walnut|cherry|pine|maple|mahogany|fixtures?|hardware|appliances|fridge|range|sink|tub|vanit(?:y|ies)|kitchens?|bath(?:room)?s?|bedrooms?|shutters?|shades?|curtains?|blinds?|fence|picket|siding|roof|awnings?|exterior|interior|facade|stucco|plaster|rugs?|furniture|leather|sofa|cabinet|chandelier|sconces|porcelain|hexagon|subway|stainless|steel|iron|metal|bottom pool|ink|box|friday|market|list|tie|noise|board|paper|sedan|truck|suv|car|van|lab|dog|cat|fountain|arches|drywall|drain|pocket|provincial|revival|colonial|tudor|style|styled|country kitchen|cottage|garden|yard|patio|courtyard|villa|press|toast|fries|food|restaurant|cafe|bakery|place|cuisine|grocery|supermarket|deli|bistro|bank|made|built|gambrel|barn|oven|saltillo|crown|glass|lacquer|cherry|sycamore|fir|teak|bamboo|knobs?|pulls?|accents?|backsplash|columns?|porch|deck|gutters?|windows?|frames?|metal|wheels?)';
const HUES = '(?:white|black|brown|dark|light|pale|tan)';
const MAKES =
  '(?:italian|german|french|spanish|mexican|chinese|japanese|turkish|persian|dutch|english|brazilian|cuban|moroccan|moorish|venetian|indian|portuguese|greek|scandinavian|danish|swedish|belgian|korean|ethiopian|american|mediterranean|british|thai|vietnamese|irish|polish|foreign)';

/** Kind → pattern. Applied in this order to what the earlier ones left. */
const KINDS = {
  parish:
    '\\b(?:jefferson|orleans|st tammany|lafayette|caddo|bossier|calcasieu|ouachita|rapides|livingston|ascension|terrebonne|lafourche|tangipahoa|east baton rouge|west baton rouge|st bernard|st charles|st landry|iberia|iberville|plaquemines|washington|lincoln) parish\\b|\\bparish (?:assessor|taxes|hall|line|courthouse|clerk|permit|records)\\b',
  place: `\\b${NAMED}s? ${PLACE}\\b|\\b(?:chinatown|koreatown|germantown|greektown|little (?:italy|tokyo|rock|river|elm|neck|silver)|bishop arts|santa \\w+|(?:at|on|off|of) (?:temple|church|race|white|black|mission)(?= and \\d)|st \\w+ school|st \\w+s street|black canyon|white plains|indian school|cathedral city|mount sinai)\\b`,
  finish: `\\b(?:all )?${HUES} (?:and (?:white|black|brown|tan|gray|grey) )?${STUFF}\\b|\\b(?:painted|paint|stained|in|navajo|and the \\w+|brick|it|or) ${HUES}(?= \\.|$| and| with| last| before| same)|\\bbrick ${HUES}\\b|\\b(?:${HUES}) (?:or|and) (?:${HUES})(?= \\.|$| tile| walnut| oak| floors| photos)`,
  make: `\\b${MAKES} (?:\\w+ )?${STUFF}\\b|\\bare (?:german|italian|japanese|american|korean)(?= and| \\.|$)|\\bpolish(?:ed|ing)?(?= the| concrete| up)|\\bwill polish\\b|\\bfrench doors?\\b`,
  room: '\\b(?:family ?rooms?|family (?:bath\\w*|kitchen|suite|den)|sala familiar|master (?:bed\\w*|bath\\w*|suite|closet|on)|mother in law|in law (?:suite|unit|apartment|setup|quarters)|bachelor (?:unit|apartment|flat)|his (?:and|n) hers?|jack (?:and|n) jill|(?:boys|girls|kids|childs|childrens|maids|mans?|guest|nannys?|teen) (?:room|bath\\w*|bedroom|quarters|suite|wing)|nanny quarters|man ?cave|she shed|man ?door|man ?hole|butlers pantry|nurser(?:y|ies)|playrooms?|cuarto de (?:los )?(?:ninos|servicio)|walk in|prayer niche)\\b',
  household:
    '\\b(?:single|multi|two|three|four|one|2|3|4) ?family(?: (?:homes?|house|residence|lot|zoning|property))?\\b|\\bfamily (?:owned|run|trust|of funds|law|business|farm|doctor|medicine|dollar|pictures|photos|members|heirloom)\\b|\\bin the same family\\b|\\bsame family since\\b|\\bnear family\\b|\\b(?:my|whole|your whole) family(?: and i)?\\b|\\bchild (?:support|care credit|tax credit|proof\\w*|safe\\w*)\\b|\\bchildproof\\w*\\b|\\bparental leave\\b|\\b(?:for|per|each|every|cada) adult(?:o)?s?(?: on the lease)?(?= \\.|$| igual| on| over)|\\bmature (?:trees?|landscap\\w*|oaks?|pecans?|gardens?|plants?|lot|shade|maples?|hedges?|fruit)\\b|\\bsingle (?:level|story|car|lot|pane|owner|bath\\w*|sink)\\b|\\bmarried filing\\b|\\bsenior (?:center|living center|loan officer|exemption|discount|lien|underwriter)\\b|\\bdouble\\b lot',
  ability:
    '\\bblind (?:bids?|corners?|spots?|curves?|drive\\w*|auction)\\b|\\b(?:mini|window|roller|wood|vertical|the) blinds\\b|\\bgoing blind from\\b|\\bdeaf ears\\b|\\bcripple (?:studs?|walls?|jacks?)\\b|\\bcrippl\\w+ (?:at|the|traffic|by)\\b|\\btraffic is crippling\\b|\\b(?:is|was|been|are|temporarily) disabled(?= until| \\.|$| by| while| for| in the| so)(?=.*\\b(?:alarm|code|lock\\w*|account|link|system|sensor|opener|switch|camera|until|login|key)\\b)|\\b(?:disabled|disable) (?:the )?(?:switch|alarm|account|link|code|outlet|sensor|button|lockbox|showing\\w*)\\b|\\balarm is disabled\\b|\\bhandicap (?:is|of) \\d+\\b|\\b(?:market|week|busy|prices?|deal|weekend)(?: \\w+){0,3} (?:crazy|insane|nuts)\\b|\\binsane (?:deal|price|value|view\\w*)\\b|\\bcrazy (?:market|week|low|busy|price|good|deal)\\b|\\blife support\\b|\\bhealthy (?:reserves?|market|budget|hoa|offer|equity|return|trees?|lawn|cushion|profit)\\b|\\bcane (?:sugar|bay|river|creek)\\b|\\bsurgery\\b|\\bfit (?:the|your|my|in the|a|two|three|under|all|for|everything|that)\\b|\\bstairs\\b(?= to the)|\\bback leg\\b|\\bsick of\\b(?! cra)',
  idiom:
    '\\bminority (?:owners? (?:who|of|in)|interest|share\\w*|stake|report|owned|partner)\\b|\\b(?:raced?|the race is on|race to|race day|rat race|foot race)\\b(?! (?:is|are))|\\b(?:fe)?male (?:end|adapter|connector|hose|threads?|plug)\\b|\\bfemale hose\\b|\\bman hours\\b|\\bmanpower\\b|\\bmanhole\\b|\\b(?:man|oh boy|boy oh boy) (?:that|this|what|it)\\b|\\bthanks man\\b|\\bcolou?rs? (?:choices?|schemes?|palette|chart|has to|have to|sample\\w*|of the|selection)\\b|\\b(?:paint|stain|exterior|siding|trim|roof|your|pick a|wall|front door) colou?rs?\\b|\\b(?:safe room|floor safe|gun safe|wall safe)\\b|\\bneighbors? (?:fence|tree|shed|driveway|dog)\\b|\\bpray for\\b|\\bthank god\\b|\\bbless you\\b|\\bholy smokes?\\b|\\bhail mary\\b|\\bpreaching to\\b|\\bin good faith\\b|\\bgood faith (?:estimate|deposit|money)\\b|\\bleap of faith\\b|\\ba saint\\b|\\bnative (?:plants?|feature|app|landscap\\w*|garden\\w*|grasses|trees?|oaks?|file)\\b|\\bforeign (?:wire|person|seller|national tax|tax|currency|transfer)\\b|\\balien looking\\b|\\burban (?:farm|garden\\w*|loft|core|planning|style)\\b|\\bvisa (?:card|gift)\\b|\\bpapers? (?:work|trail|copy|copies)\\b|\\bmass (?:ave\\w*|transit|save|pike|mailing|email)\\b|\\bchurch (?:in|next|is|was|across|wants|traffic)\\b|\\bused to be a \\w+ church\\b|\\bconverted (?:\\d+ )?(?:church|chapel|school)\\b|\\bconverted \\d+ chapel\\b|\\btwin (?:beds?|homes?|sinks?|cities|falls|lakes)\\b|\\bgood light\\b|\\bso light\\b|\\b(?:women|woman|black|veteran|minority|latina|asian|family|native) owned\\b',
  season:
    '\\b(?:happy|merry|feliz|felices|blessed|joyful|peaceful) (?:\\w+ ){0,2}(?:christmas|easter|hanukkah|chanukah|passover|diwali|ramadan|eid|navidad|holidays?|new year|pascuas?|thanksgiving|mothers day|fathers day|fiestas|kwanzaa)\\b|\\beid mubarak\\b|\\bshana tova\\b|\\b(?:st patricks|mothers|fathers|veterans|memorial|independence|martin luther king|indigenous peoples) day\\b|\\bchristmas (?:lights|tree|eve|party|break)\\b|\\btrick or treat\\b',
} as const;

export type Explained = keyof typeof KINDS;
export const EXPLAINED = Object.keys(KINDS) as Explained[];
const COMPILED = EXPLAINED.map((kind) => new RegExp(KINDS[kind], 'gu'));

/** What is left of a normalised text, and indexes into {@link EXPLAINED} of what was taken out. */
export function explainAway(normalised: string): { left: string; kinds: number[] } {
  let left = normalised;
  const kinds: number[] = [];
  COMPILED.forEach((pattern, index) => {
    const after = left.replace(pattern, ' ~ ');
    if (after !== left) kinds.push(index);
    left = after;
  });
  return { left: left.replace(/\s+/g, ' ').trim(), kinds };
}
