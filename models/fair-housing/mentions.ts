/**
 * Words of a normalised text that speak of people by a protected class. A mention alone is lawful; what it is said
 * with decides. Classes: 42 USC § 3604(c), with orientation and gender identity under sex.
 */
import type { ProtectedClass } from '../judges.ts';

export const CLASSES = [
  'race',
  'color',
  'religion',
  'sex',
  'disability',
  'familial_status',
  'national_origin',
] as const satisfies readonly ProtectedClass[];

/** People by kind: what makes "white" or "dark" more than a finish. */
const FOLK =
  '(?:people|persons?|folks?|famil(?:y|ies)|tenants?|renters?|buyers?|residents?|neighbors?|neighbours?|applicants?|couples?|households?|homeowners?|clients?|communit(?:y|ies)|neighborhoods?|neighbourhoods?|areas?|kids|children|guys?|m[ae]n|wom[ae]n|girls?|boys?|lad(?:y|ies)|crowd|population|faces?|minorities|ones?|visitors?|owners?|roommates?|section|side of town|schools?)';

const NATIONS =
  'mexican|latin[oa]|hispanic|hispano|latinx|chinese|chino|korean|japanese|vietnamese|filipin[oa]|thai|cambodian|hmong|indian|pakistani|bangladeshi|nepali|sri lankan|arab|arabic|middle eastern|iranian|iraqi|afghan|syrian|lebanese|egyptian|turkish|turk|persian|israeli|russian|ukrainian|polish|pole|slavic|serbian|bosnian|albanian|romanian|bulgarian|eastern european|irish|italian|german|french|greek|portuguese|spaniard|dutch|swedish|norwegian|british|nigerian|ghanaian|ethiopian|eritrean|somali|kenyan|congolese|sudanese|haitian|jamaican|trinidadian|cuban[oa]?|puerto rican|dominican[oa]?|salvador(?:an|ian|en[oa])|guatemalan|guatemaltec[oa]|hondur(?:an|en[oa])|nicaraguan|colombian[oa]?|brazilian|venezuelan|peruvian|ecuadorian|central american|centroamerican[oa]|mexican[oa]|puertorriquen[oa]|micronesian|samoan|tongan|gyps(?:y|ie)|roma|gring[oa]|chicano|desi';

const CLASS_WORDS: Record<ProtectedClass, string> = {
  race: `whites|blacks|(?:white|black|anglo) ${FOLK}|(?:are|is|youre|you are|being|he is|shes|hes|client is|mostly|all|only|almost all|predominantly|prefer(?:s)? an?|percent|a|of|the|not|too|so|very|no|gotten|turned|turning) (?:white|black)(?= \\.|$| and| or| out| over| now| in that| around| so| which| but| tenant| household| street| latino| asian| hispanic| old)|caucasians?|african americans?|afro \\w+|afroamerican\\w*|asians?|natives?|native americans?|reservation|minorit(?:y|ies)|ethnic\\w*|racial\\w*|races?|biracial|interracial|mixed (?:race|kids|couple|family|marriage)|negr[oa]s?|(?:gente|personas?|familias?) (?:blanc[oa]|negr[oa])s?|blanc[oa]s(?= \\.|$)|raza|demographics?|divers(?:e|ity)|integrated|makeup|tribal|urban|ghetto|thugs?|inner city|hood|section 8`,
  color: `(?:dark|light|fair|brown|pale)(?:er)? ?skin\\w*|skin(?: tone| color)?|complexion\\w*|(?:dark|darker|lighter|paler|fair skinned|brown|dark skinned|light skinned|light toned|colored|fair) ${FOLK}|(?:so|too|very|pretty|quite|how) (?:dark|brown|pale|light)|coloreds?|colored section|people of color|person of color|women of color|lighter|darker|pale|tez|piel|moren[oa]s?|morenit[oa]s?|guer[oa]s?|guerit[oa]s?|prieto|trigueno`,
  religion:
    'christians?|catholics?|jew(?:s|ish)?|muslims?|moslems?|islam\\w*|mosques?|synagogues?|shuls?|temples?|church\\w*|parish(?:es)?|chapels?|hindus?|sikhs?|buddhists?|mormons?|lds|orthodox|baptists?|lutherans?|methodists?|presbyterians?|evangelical\\w*|protestants?|pentecostals?|amish|mennonites?|quakers?|jehovahs?|atheis\\w*|agnostic|pagans?|religi\\w*|faiths?|faithful|believers?|born again|bible|god fearing|godly|devout|pious|prayer\\w*|praying|congregations?|pastors?|rabbis?|imams?|priests?|clergy|kosher|halal|shomer|shabb\\w*|sabbath|eruv|turbans?|head ?scar(?:f|ves)|hijabs?|menorahs?|mezuzah|mass|worship\\w*|observant|non christians?|catolic[oa]s?|cristian[oa]s?|judi[oa]s?|musulman\\w*|testigos de jehova|iglesias?|misa|hermanos (?:en|evangelicos)|evangelic[oa]s?|creyentes?|fasting|ramadan|scientolog\\w*|cult|st (?!ate)\\w+s',
  sex: 'm[ae]n|wom[ae]n|males?|females?|fem|lad(?:y|ies)|gentlem[ae]n|gents|girls?|guys?|boys|gals?|bachelors?|husbands?|wi(?:fe|ves)|gays?|lesbians?|homosexuals?|lgbt\\w*|queer|transgender\\w*|trans|same sex|straight|boyfriends?|girlfriends?|two (?:dads|moms|mothers|fathers)|gender|sex|widow\\w*|divorced|bride|mujer(?:es)?|hombres?|senorit[oa]s?|muchach[oa]s?|chic[oa]s?|espos[oa]|marido|varones|caballeros?|damas?|rainbow|pretty|cute|sexy|pronouns?|childbearing|manly|feminine|macho',
  disability:
    'disab\\w*|handicap\\w*|wheel ?chairs?|walker|canes?|crutches|cripples?|blind|deaf|hard of hearing|autis\\w*|down syndrome|mental\\w*|depress\\w*|bipolar|ptsd|schizo\\w*|seizures?|epilep\\w*|dementia|alzheimers?|ms|parkinsons?|cancer|diabet\\w*|hiv(?: positive)?|aids|addicts?|addiction|junkies|recovery|in recovery|rehab|sober|methadone|aa|halfway house|group homes?|(?:service|support|assistance|therapy|guide|seeing eye) (?:dogs?|animals?|cats?|pets?|pit bulls?)|emotional support|esas?|oxygen|care ?givers?|aides?|nurses?|diagnos\\w*|medications?|meds|medical|illness\\w*|ill|sick|health|healthy|fit|able bod\\w*|frail|infirm|ramps?|grab bars?|accommodations?|modifications?|ssdi|ssi|live (?:independently|alone)|independent living|special needs|retard\\w*|crazy|crazies|nuts|insane|facility|therapist|hospitalized|silla de ruedas|discapa\\w*|enferm\\w*|san[oa]s?|problemas mentales|salud mental|(?:perros?|animal(?:es)?) de (?:servicio|apoyo|asistencia)|de servicio ni|apoyo emocional|minusvalid\\w*|impaired|impairment|adhd|tourette|leg|back pain|limp|stairs?|nervous breakdown|albinism|physically|amputee|paraly\\w*|stroke|vets',
  familial_status:
    'kids?|kiddos?|child(?:ren)?|bab(?:y|ies)|infants?|newborns?|toddlers?|little ones?|youngsters?|schoolchildren|teen(?:s|agers?)?|minors|pregnan\\w*|expecting|maternity|famil(?:y|ies)|sons?|daughters?|twins|moms?|mothers?|dads?|parents?|strollers?|cribs?|newlyweds?|singles|single professionals?|empty nest\\w*|adults?|grown ?ups?|retire(?:es|d)?|seniors?|elderly|older (?:residents?|couples?|people|folks|crowd)|mature|professional couples?|young (?:professionals?|couples?)|couples?|foster(?:ing)?|custody|under (?:\\d+|twelve|sixteen|eighteen)|over (?:18|21|eighteen)|(?:18|21) (?:or|and|plus)|household|dependents|nin[oa]s?|hij[oa]s?|bebes?|embaraz\\w*|familias?|adultos?|pareja|parejas|jubilad\\w*|married|bachelors?|flown the nest|nest',
  national_origin: `(?:${NATIONS})s?|(?:${NATIONS})e?s|americans?(?= ${FOLK}| citizens?| tenants?| only|s? \\.|$)|legal americans?|little (?:moscow|odessa|saigon|havana|manila|mexico|india|tokyo|korea|haiti|mogadishu|persia)|foreign\\w*|immigra\\w*|migrants?|refugees?|citizens?(?:hip)?|green cards?|visas?|papers|undocumented|illegals|aliens?|native born|born (?:here|in)|werent born|(?:us|american|foreign) born|countr(?:y|ies)|countrymen|accents?|english|speak\\w* (?:only )?(?:spanish|english|another)|spanish speak\\w*|languages?|surnames?|last name|locals?|local buyers?|mainlanders?|nationalit\\w*|origins?|originally|passports?|cultur\\w*|curry|hablan? (?:ingles|espanol)|ingles|nacieron|nacio|extranjer[oa]s?|inmigrant\\w*|papeles|paisan[oa]s?|(?:su|pura|nuestra|tu) gente|domestic|offshore|overseas`,
};

export const MENTIONS = CLASSES.map((name) => ({
  name,
  pattern: new RegExp(`\\b(?:${CLASS_WORDS[name]})\\b`, 'gu'),
}));
