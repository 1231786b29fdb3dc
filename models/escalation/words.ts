/**
 * What a person is needed for, by the words that speak of it, in English and Spanish. Words alone decide nothing: the
 * model weighs them in pairs, so that "white" says nothing and "white" beside "neighborhood" does. Protected classes
 * are those of the Fair Housing Act, 42 U.S.C. § 3604, and what many states add (orientation, source of income).
 */

/** Id → words that show it; the order is the order of the model's inputs. */
export const WORDS = {
  law: 'legal(?:ly|es)?|laws?|lawful\\w*|illegal\\w*|sued?|suing|lawsuits?|liab\\w+|binding|enforce\\w*|attorneys?|lawyers?|courts?|judge|ley|abogad[oa]s?|demandar|statutes?|regulations?|rights',
  tax: 'tax(?:es|ed|able|man)?|irs|capital gains?|1031|deduct\\w*|write (?:it |this |that )?off|depreciat\\w*|basis|firpta|exempt\\w*|impuestos?|hacienda|uncle sam|1099|ira|withhold\\w*|retien\\w+|retencion',
  title:
    'deeds?|title|liens?|easements?|quit ?claim\\w*|probate|execut(?:or|rix)|heirs?|estate|trusts?|trustees?|inherit\\w*|wills?|power of attorney|poa|escrituras?|herencia|hered\\w+|testamento|notar\\w+|sucesion|encroach\\w*|survey|boundary|co ?own\\w*|homestead|a mi nombre',
  contract:
    'contracts?|clauses?|paragraph|addend(?:um|a)|contingenc(?:y|ies)|earnest|breach\\w*|terms|agreements?|disclos\\w+|lease|clausulas?|contratos?|deposito|fine print|section \\d+',
  obliged:
    'have to|has to|allowed|required|responsible|owe[sd]?|on the hook|back out|get out of|permitted|entitled|obligated|obliged|penalt\\w+|forfeit\\w*|what happens|can (?:he|she|they|the \\w+|my \\w+) \\w+|am i|are we|do (?:i|we) need|puedo|pueden|tengo que|me obliga|es legal|que pasa si|stop(?:s)? us from|protected',
  anger:
    'disappoint\\w*|frustrat\\w*|furious|angry|anger|mad|upset|annoy\\w*|fed up|sick (?:of|and tired)|tired of|had it|over it|ridiculous|unacceptable|unprofessional|terrible|awful|horrible|worst|rude|insult\\w*|pathetic|disgust\\w*|embarrass\\w*|ashamed|wast(?:e|ed|ing) (?:my|our|of)|incompeten\\w*|lied|lying|lies|liars?|mislead\\w*|misled|scam|sloppy|regret\\w*|complain\\w*|complaints?|grievance|apolog\\w*|(?:bad|poor|lousy|terrible) (?:service|job|experience)|not (?:happy|ok|okay|impressed|acceptable|what (?:we|i))|unhappy|dropped the ball|runaround|inexcusable|shameful|careless|molest[oa]s?|enojad[oa]s?|pesim[oa]|quej\\w+|groser[oa]s?|minti\\w+|mal servicio|mala atencion|falta de respeto|inaceptable|decepcion\\w*|hart[oa]s?',
  unanswered:
    'nobody|no one|noone|never (?:\\w+ )?(?:called|answered|came|showed|replied|got|heard|returned|responded|followed|told)|didnt (?:\\w+ )?(?:call|answer|come|show|reply|bother)|no (?:response|reply|answer|call|show|feedback)|ghosted|ignor\\w+|crickets|silence|stood up|unanswered|(?:days|weeks|hours|month|months) (?:and|now|of|without|later)|its been|still (?:no|nothing|havent|waiting)|nadie|no (?:me )?(?:contest\\w+|respond\\w+|llam\\w+)|nunca',
  again:
    'again|(?:second|third|fourth|fifth|3rd|4th) time|twice|every (?:single )?time|keeps? (?:\\w+ )?\\w+ing|how many times|already (?:told|asked|said|sent)|(?:asked|told) (?:you|u|them)|repeat\\w*|tercera vez|otra vez|siempre',
  yours:
    'you guys|you people|yall|your (?:agent|guy|girl|office|company|team|firm|people|service|website|site|photographer|colleague|staff|assistant|text|texts|emails?|sign|brokerage|listing)|ustedes|su (?:agente|oficina|empresa)|(?:you|u) (?:\\w+ )?(?:said|told|promised|sent|never|keep|missed|lost|forgot|didnt|dont|gave|let|cost|failed)',
  callMe:
    '(?:call|ring|phone|telephone|dial|buzz|reach) (?:me|us|him|her|them|my \\w+|our \\w+)|give (?:\\w+ ){1,2}a (?:call|ring|buzz|shout)|call ?back|(?:on|by|over) the phone|by (?:phone|telephone)|phone call|a call|llam[ae]\\w*|llamad[ao]s?|marqu\\w+|me marc\\w+|por telefono|ring a ling|hop on|pick up the phone|facetime',
  person:
    'real|actual|live|humans?|persons?|people|representative|rep|agents?|agente|someone|somebody|anybody|anyone|operator|manager|supervisor|broker|boss|asesor\\w*|personas?|alguien|human[oa]|licensed|in charge|colleague|specialist|gerente|encargad[oa]|flesh',
  speak:
    'talk(?:ing|ed)?|speak(?:ing)?|spoke|chat|hablar|hablo|conversation|discuss|face to face|in person|texting with|put me|put us|pass me|connect me|transfer|comuni\\w+|meet',
  bot: 'bots?|robots?|ai|automated|automatic\\w*|computer|machines?|chat ?gpt|chatbot|script\\w*|maquina|program|software|auto ?repl\\w+|canned|siri|alexa',
  offer:
    'offer(?:s|ed|ing)?|bids?|bidding|counter\\w*|oferta|ofrec\\w*|ofrezca|contraoferta|loi|proposal|propuesta',
  decided:
    'lets|ready|go ahead|submit\\w*|write (?:it|us|one|an|up|that|something)|draft|sign(?:ed|ing)?|proceed|prepare|move forward|accept\\w*|we want (?:it|this|to buy)|i want (?:it|this one|to buy)|well take|take it|buy(?:ing)? (?:it|this)|send (?:\\w+ ){0,3}(?:contract|paperwork|agreement|docs|papers)|full (?:ask|price|asking)|over ask\\w*|escalat\\w*|earnest|docusign|firm\\w+|aceptamos|acepto|listos?|present (?:our|my|the|it)|pull the trigger|lock it|do it|were in|im in|the one|go (?:to|up to|as high)|bump|raise|match|final|dotted line|seal',
  race: 'blacks?|whites?|hispanics?|hispanos?|latin\\w+|mexicans?|mexicanos|asians?|chinese|indians?|arabs?|africans?|immigra\\w+|inmigra\\w+|foreign\\w*|extranjeros|minorit\\w+|race|races|racial\\w*|racis\\w+|ethnic\\w*|colou?red|people of colou?r|diverse|diversity|demograph\\w*|nationalit\\w*|national origin|accent|ghetto|americans?|negros|morenos|blancos|blanca|gringos|refugees?|somalis?|haitians?|koreans?|nigerian?|gypsies|natives?|esl|speak english|raza|skin|brown|caucasian',
  faith:
    'christians?|cristian[oa]s?|catholics?|catolic[oa]s?|jews?|jewish|judi[oa]s?|muslims?|musulman\\w*|mosques?|church(?:es)?|churchgoing|synagogues?|temples?|mormons?|hindus?|sikhs?|religi\\w+|faiths?|hijab\\w*|islam\\w*|orthodox|kosher|evangelical\\w*|amish|iglesia',
  household:
    'kids?|child(?:ren)?|famil(?:y|ies)|moms?|pregnan\\w+|seniors?|elderly|old(?:er)? (?:people|folks)|young (?:people|couples|professionals|folks)|childless|adults? only|singles|teenagers|ninos|familias?|babies|toddlers?|retirees|embarazada',
  disability:
    'wheelchair\\w*|disab\\w+|service (?:dog|animal)|emotional support|blind|deaf|autis\\w+|group homes?|handicap\\w*|special needs|mental(?:ly)? ill\\w*|silla de ruedas|discapaci\\w+|halfway house|sober (?:living|house)',
  orientation:
    'gays?|lesbians?|lgbt\\w*|queer|trans(?:gender)?|same sex|two (?:moms|dads|men|women|husbands)|pride flags?',
  voucher: 'section (?:8|eight)|vouchers?|welfare|low income|subsidi[sz]ed|hud|projects',
  who: 'who(?:s| is| are)? (?:living|lives?|live|moving|buys|bought|are)|(?:what|which) (?:kinds?|types?|sort)|(?:kinds?|types?|sort) of (?:people|families|neighbou?rs|folks|crowd|person|area|place)|people like|like (?:us|me|them)|our (?:kind|type|people|community|faith|own)|crowd|element|fit(?:ting)? in|welcom\\w+|mostly|majority|percentage|makeup|mix(?:ed)?|safe|sketchy|rough|que tipo de gente|gente|seguro para|bad people|good people|normal people|undesirable\\w*|stares|accepted|background|those people|around there|comfortable',
  place:
    'neighbou?rhoods?|hood|areas?|streets?|blocks?|schools?|building|town|community|subdivision|side of town|part of town|cul de sac|next door|neighbou?rs?|complex|barrios?|zona|vecindario|vecinos|escuelas?|colonia|district|suburbs?|zip|condo',
  mistreated:
    'discriminat\\w*|discrimin\\w+|racis\\w+|prejudic\\w*|bias(?:ed)?|treat(?:s|ed|ing)? (?:us|me|them|him|her) (?:\\w+ )?(?:different\\w*|like|bad\\w*|worse)|(?:because|cause|cuz|bc|since) (?:i|im|i am|of (?:my|our|his|her|where)|we|were|my)|refus\\w+|wouldnt (?:rent|show|let|sell)|wont (?:rent|show|let|sell)|turned (?:us|me|him|her) (?:away|down)|fair housing|steer\\w*|denied|last name|nos trataron|me trataron|no nos quis\\w+|por (?:ser|mi|nuestr[oa])',
  death:
    'die[ds]?|dying|dead|deaths?|passed|passing|funerals?|buried|bury(?:ing)?|lost (?:my|our|his|her|a) (?:\\w+ )?(?:son|daughter|mom|mother|dad|father|wife|husband|brother|sister|baby|child|boy|girl|grand\\w+|partner|best friend)|widow\\w*|viud[oa]|muri\\w+|fallec\\w+|luto|suicid\\w+|hospice|obituary|memorial|grief|griev\\w+|mourn\\w*|heart attack|took (?:her|his) own life|velorio|perdimos a|is gone|overdos\\w+|stillborn',
  illness:
    'cancer\\w*|chemo\\w*|strokes?|icu|hospital\\w*|diagnos\\w+|surgery|tumou?rs?|dementia|alzheimers?|very sick|really sick|terminal\\w*|ill|illness|miscarr\\w*|in an accident|accidente|rehab|enferm\\w+|grave|leukemia|nursing home|memory care|er|ambulance|seizures?|biopsy|coma|transplant|relaps\\w*|drinking again|kidney|cirugia|derrame|stage (?:3|4|three|four)|life support',
  parting:
    'divorc\\w*|separat(?:ed|ing|ion)|left me|leaving me|moved out|walked out|custody|split(?:ting)? up|breaking up|broke up|affair|cheat\\w*|ex (?:husband|wife)|marriage is|separand\\w+|separamos|me dejo',
  losingHome:
    'evict\\w*|foreclos\\w*|auction|notice of default|behind (?:on|with)|months behind|repossess\\w*|lose (?:the|my|our|this) (?:house|home|place|apartment)|losing (?:the|my|our) (?:house|home|place)|desaloj\\w+|homeless|shelter|quitar(?:me|nos)? la casa|changed the locks|sherr?iff?|nowhere to (?:go|live|sleep)|on the street|sleeping in|kicked out|thrown out|burn(?:ed|t) down|30 days to|days to (?:get|be|move) out|embargo|perder la casa',
  ruin: 'laid off|lost (?:my|his|her|the) job|got fired|bankrupt\\w*|bancarrota|quiebra|no money|cant (?:pay|afford|make)|cannot (?:pay|afford|make)|debts?|drowning|perd\\w+ (?:mi|el|su) trabajo|sin trabajo|no puedo pagar|collections|out of work|unemploy\\w*|garnish\\w*|missed (?:\\w+ )?payments?|(?:cut|shut) off (?:our|my|the) (?:power|lights|water|gas)|food stamps|savings are gone|not a (?:dime|penny|cent)|despidieron|deudas',
  violence:
    'hits? me|hitting|beats?|beating|abus\\w+|threat\\w*|restraining|violen\\w+|afraid|scared|terrified|unsafe|shot|shooting|stalk\\w*|me pega|golpe\\w*|amenaz\\w+|fleeing|flee|get away from|get out of (?:here|this house)|cant know where|police|gun|assault\\w*|hurt (?:me|us)|escap\\w+|miedo|break ?in|broke in|robbed|safe house|order of protection',
  despair:
    'cant (?:do this|cope|breathe|go on|take|stop crying|sleep|think|even|handle|function)|cannot (?:do this|cope|go on)|end(?:ing)? it(?: all)?|kill(?:ing)? (?:myself|me)|(?:dont|not) want(?:ing)? to (?:be here|live|wake up)|no point|panic\\w*|overwhelm\\w*|breaking (?:point|down)|break down|falling apart|rope|help (?:me|us)|desperat\\w*|desesperad\\w*|crying|sobbing|cried|in tears|hurt(?:ing)? myself|self harm|all alone|nobody left|give up|giving up|hopeless|depress\\w*|through hell|not ok|no puedo (?:mas|seguir|con)|ayud[ae]\\w*|worthless|numb|burden|lost without|anxiety|exhausted|barely',
  joke: 'lol|lmao|haha+|hehe|jaja\\w*|rofl|kidding|dying to|to die for|killing (?:time|it)',
  longAgo:
    'years ago|last (?:year|spring|fall|summer|winter)|(?:in|since) (?:19|20)\\d\\d|back in|used to|hace (?:\\w+ )?anos|long ago|already (?:have|has|had|did|done|handled|signed)|handled|my last|our last',
  question: '\\?|how|what|when|where|which|why|is it|are there|do they|que|cuanto|cuando|donde',
} as const;
