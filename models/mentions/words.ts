/**
 * What single tokens give away of competitors: nouns that may stand for one, and classes of words around them. One
 * look-up a token; a message without any of the nouns and names costs little more than that.
 */

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/**
 * Nouns (and pronouns of somebody unknown) that may stand for a competitor, by what they stand for; what is around them
 * decides whether they do.
 */
const NOUNS = {
  trade:
    'agent agents realtor realtors broker brokers rep representative specialist agente agentes corredor corredora licence license licensed licenced',
  person:
    'guy guys fella fellas fellow fellows dude lady ladies gal gals girl woman women man men gentleman chap person roommate señora señor kid',
  people: 'people ppl folks ones others',
  unknown: 'someone somebody alguien',
  kin: 'sister daughter brother uncle cousin friend buddy',
  one: 'one',
  company:
    'brokerage brokerages agency agencies firm firms outfit outfits inmobiliaria inmobiliarias franchise',
  house: 'company companies office offices shop shops place places compañía',
  team: 'team teams group',
  rival: 'competitor competitors competition rival rivals',
  app: 'app apps portal portals marketplace',
  site: 'site sites website websites page página online internet classifieds',
  guess: 'estimate estimates estimator estimators calculator computer phone robot machine',
  offer: 'offer offers buyer buyers cash houses house ugly',
  investor: 'wholesaler wholesalers investor investors ibuyer ibuyers',
  asking: 'interviewing',
} as const;
const NOUN_NAMES = Object.keys(NOUNS);

/** Noun → what it stands for, from 1. */
export const HEADS: ReadonlyMap<string, number> = new Map(
  NOUN_NAMES.flatMap((name, i) =>
    NOUNS[name as keyof typeof NOUNS].split(' ').map((noun) => [noun, i + 1] as const),
  ),
);
/** Of "you" in "three of you". */
export const ADDRESSED_HEAD = NOUN_NAMES.length + 1;

/** Follow a number or "all": "three of you". */
export const ADDRESSED = set('you u yall ya us ppl people agents');

const CLASSES = {
  other:
    'other another else different second third fourth 2nd 3rd 1st first two three four five six both several few couple others rival competitor competition more otra otro new an somebody someone',
  our: 'my our mine mi nuestra nuestro ours',
  you: "you your u ur yours yall you're y'all usted",
  kin: "cousin cousin's brother brother's sister sister's uncle aunt aunt's son daughter daughter's mom dad mother father nephew niece wife wife's husband husband's friend friend's buddy buddy's neighbor neighbor's neighbour neighbour's coworker coworkers coworkers' colleague colleague's family kid law roommate partner partner's barber pal boss uncle's neighbors friends college",
  past: 'last old former previous prior fired ex retired expired lapsed ended expires final months ran out unsold relist relisted',
  say: "says say said sayin told quoted quote wants want wanted offered offers offering asks asked charges claims promised insists thinks think shows showing show has had lists called texted sent mailed swore lets gives gave dice tells quoting came at 's dropped changed",
  commit:
    'signed sign hired hire going goin went gone closed listed listing using use chose picked choose working represented exclusive contract agreement committed together already buying bought accepted took drove with w through thru sticking leaning',
  fault:
    'never nothing ghosted ghost lied useless bad worst pushy slow late lazy rude stopped quit cancelled reduced cut zero only no nobody disaster wrong wasted unsold burned didnt doesnt wont hid forgot sat disappeared weeks',
  fee: 'percent % pct commission fee fees rebate rebates flat discount rate points quoted free cheaper less lower back 0 0.0 00 credit',
  choose:
    'interviewing interview interviews interviewed compare comparing choosing deciding decide meeting meet versus vs match beat better than between proposals propose pick picking shopping talking spoke proposal candidates price number difference',
  trade:
    'agent agents realtor realtors broker brokers brokerage brokerages agency license licence licensed commission listing represent represented',
  estimate: 'worth estimate estimates value values price priced valued estimated',
  weigh:
    'should could might may maybe thinking consider considering tempted if legit catch bite real trick joke scam sound crazy low',
  cash: 'cash instant instantly quick buys buy ugly letter postcard mailed text offered offer card sight unseen',
  side: "listing seller seller's sellers sellers' buyer's buyers owner's their his her builder builder's lender loan mortgage insurance title inspection property managing travel management leasing rental purchasing",
  own: 'your our you county mls builder city bank company my',
  home: 'house home condo homes houses listing place unit tour tours showing',
  question: '? how why what which who',
  money: '$ k',
} as const;

/** Names of the classes; a token's classes are bits in this order. */
export const CLASS_NAMES = Object.keys(CLASSES);

const BITS = new Map<string, number>();
CLASS_NAMES.forEach((name, bit) => {
  for (const word of CLASSES[name as keyof typeof CLASSES].split(' '))
    BITS.set(word, (BITS.get(word) ?? 0) | (1 << bit));
});
const NUMBER = 1 << CLASS_NAMES.length;
/** How many bits {@link classesOf} may set. */
export const CLASS_BITS = CLASS_NAMES.length + 1;

/** Bits of the classes a token is in; numbers are one more. */
export function classesOf(token: string): number {
  const first = token.charCodeAt(0);
  return (BITS.get(token) ?? 0) | (first >= 48 && first <= 57 ? NUMBER : 0);
}

/** A token without its possessive. */
export const stem = (token: string): string => (token.endsWith("'s") ? token.slice(0, -2) : token);

/** After these a capitalised name may be whom somebody deals with. */
export const BEFORE_NAME = set(
  'at with w by from than the vs against not over named on via use see called through thru and or to of is',
);
/** The same of a name in small letters, where a preposition alone says less. */
export const BEFORE_LOWER_NAME = set(
  'with w by than vs met use via through thru and n on at told between see',
);
/** A sentence that begins with a name goes on with one of these. */
export const AFTER_NAME = set(
  "says say said told wants offered offers asks asked charges claims has had shows show lists marks keeps matched sold will would gave gives quoted bring and or 's is propose proposed sends put team group agent agents listing called texted mailed website app site responded replied thinks",
);
/** Last words of a company's name. */
export const COMPANY = set(
  'realty realtors properties brokerage residential homebuyers homes group team partners associates estates company co sisters brothers',
);
/** Last words of a company's name in small letters. */
export const LOWER_COMPANY = set('realty realtors properties brokerage pros homes group partners');
/** Capitalised, and no names. */
export const NO_NAMES = set(
  "i i'm i'll i'd i've monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec spring summer fall winter thanksgiving christmas easter spanish english mr mrs ms dr hoa va fha mls ok pdf excel am pm hi hello hey dear thanks thank good yes no b c d the a an my our your we he she they it this that if but so and or what when how why which who is are can do does did also not please another other one two three four five some someone somebody discount previous former first second third last both every all big team facebook agent realtor broker brokerage buyer seller sr nm fsbo llc hud cpa roi adu arv noi tv usda hoas",
);
export const TITLES = set('mr mrs ms');
/** A person is at, or from, a company. */
export const OF_COMPANY = set('at from with');
/** Between a noun and the name it goes with. */
export const JOINS = set('at from with of w named called ( , in over');
export const ARTICLES = set('the a an my your his her this that');
