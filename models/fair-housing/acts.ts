/**
 * What an outbound text does with people: states a preference, limits, steers, discourages, asks, sets other terms; or,
 * the other way, answers what was asked, keeps to the law, treats all alike. None of these decides alone: the model
 * weighs them by what class of people they stand near.
 * After 42 USC § 3604(c), 24 CFR 100.70 (steering), 100.75 (statements) and 100.202–204 (accommodations).
 */

/** Act → pattern over a normalised text. The order is the order of the model's inputs. */
const ACTS = {
  ideal:
    '(?:ideal|perfect|great|wonderful|excellent|just right|right|geared|designed|meant|dream|best|made|tailored|oriented|lovely|good|fit|suitable|suited|suits?|suit|better suited|best suited|well suited|would suit|ideal para|perfect[oa]|excelente|adecuad[oa])(?: \\w+){0,3} (?:for|to|toward|towards|para|by)|ideal para|would suit|suits?|dream|seeking|wanted|se busca|se renta\\w* (?:cuarto )?solo|retreat for|type of (?:place|building|area)|kind of (?:place|building|area|town|community)',
  want: '(?:owners?|landlords?|sellers?|board|hoa|association|manager|management|she|he|they|we|condo|co op|lady|complex|dueno|duena|propietario|senora|preferimos)(?: \\w+){0,4} (?:prefers?|wants?|would like|would love|hoping|hopes?|likes?|favou?rs?|rather|partial|picky|particular|comfortable|keen|fond|go for|after|prefiere|quiere|busca|rent to|rents to|sell to|only okay)|prefer\\w*|preference|preferred|looking for an?|hoping for|partial to|preferimos|buscamos|prefiere|busca(?:n|mos)?',
  only: 'only|exclusively|exclusive|strictly|solo|solamente|unicamente|reserved for|limited to|restricted to|all must|must be|must|need not apply|puros|keep(?:s)? it|have to be|has to be',
  no: 'no|not|never|wont|doesnt|dont|didnt|refuses?|without|nobody|none|cant|cannot|isnt|arent|wasnt|nor|zero|free|unwelcome|against|sin|ni|nunca|nada de|turn(?:ed|s|ing)? down|denied|declin\\w*|reject\\w*|screens? (?:out|for)|screened|sick of|had it with|wary|allowed|hasnt|havent|tampoco|arent taking|off limits|rarely|unsuitable',
  makeup:
    '(?:mostly|mainly|predominantly|majority|almost all|nearly all|all|every(?:one|body)|most|full of|filled with|packed with|so many|too many|lots of|a lot of|tons of|percent|\\d+ percent|ninety percent|population|huge|strong|turning|gotten|gone|becom\\w+|moved in|moving in|moves in|taking over|clusters?|not many|arent any|any|fewer|more|few|casi todos|hay much[oa]s?|much[oa]s?|pura|puros|llen[oa]|llenado|surrounded by|home to|join|where the|thats where|tend to|usually end up|end up|do well|buy in|buys? on|live|lives|living around|neighbors are|residents are|street goes|on the street|down there|over there|next door|two doors down|around here)',
  steer:
    'youd|you would|you might|you may|you wouldnt|you wont|youll|youre going to|fits? (?:right )?in|blend in|at home|out of place|feel\\w*|more comfortable|comfortable|happier|happiest|happy|better off|better fit|better match|better suited|your (?:own )?(?:kind|people|community|background|culture|own|crowd|countrymen|situation)|like you|like yours|like us|such a good fit|se va a sentir|sentira|mas a gusto|su gente|nuestra gente|belong|welcom\\w+|welcome|stand out|stick out|match|never left|raises eyebrows|in common|may not go over',
  divert:
    'skip\\w*|avoid\\w*|stay (?:away|west|east|north|south|out)|steer\\w*|stick to|look (?:elsewhere|at|in|farther|further|downtown)|keep looking|id (?:stay|skip|avoid|keep|look|pass|point|start|put|rather|show|steer|suggest|let it|choose|pull|withdraw|think|list|send|be)|wouldnt (?:bother|go|show)|instead|elsewhere|only (?:sent|pulled|showing|show|booking|send|looked|recommend)|(?:left|took|taken|take) (?:\\w+ ){0,4}(?:off|out)|crossed|narrowed|keep my|switched|set your|i (?:sent|put|pulled|lined up|set|figured|filtered|limited|split|looked)|didnt (?:send|include|offer|show)|wont show|did not show|not (?:going to )?show|show (?:her|him|them)|have you thought|rethink|warn\\w*|careful|just so you know|fyi|mejor|no le conviene|le busque|busquemos|ensen\\w*|pass(?= \\.|$| if| on it)|walk away|pull out|isnt the (?:place|right)|this isnt|not the (?:place|right)|not a (?:great|good) (?:match|fit)|maybe not|maybe look|try (?:the|another|somewhere)|sending|point you|moving on|lets (?:look|try|skip)|let me (?:show|send)|decide',
  infer:
    'since|because|being an?|being|as an?|as the|with (?:your|a name|that)|given your|from your|noticed|i saw|based on|i (?:figured|assume|guess|could tell|heard)|your (?:last name|name|voice|accent|profile|picture|photo|headscarf|surname|dress)|naturally|youre|you are|como usted|usted (?:que )?es|porque|por ser|for an?|right then',
  charge:
    'deposit|fees?|surcharge|extra|double|more rent|rent is|pet rent|discount|half off|knock\\w*|break on|up front|in advance|cosign\\w*|pays?|a month|per month|cobran?|al mes|mas al|negotiable|priority|first pick|waiver|reference|doctors? (?:note|letter)|proof of|two months|second month|renta|insurance goes|edge over|take less|months of rent',
  ask: 'are you|do you (?:have|practice|take|speak|mind)|what(?: is|s|) (?:your|the|exactly|faith|race|would)|whats|what would|what should|which church|where are you|how many|ages of|wants? to know|likes? to know|will want to know|asks?|asked|has a question|question from|quick (?:one|question)|tell me|esta (?:usted )?embarazada|quiere saber|de que|have a sense|before (?:i|he|she|they|we) (?:book|submit|set|send|show|approve\\w*|accept\\w*)|intake|fill(?:ed)? out|check (?:status|papers)|screen\\w*',
  refuse:
    'wont (?:allow|put|make|install|let)|no (?:modifications?|exceptions?|reserved|animals?|pets?|dogs?)|no pet|denied|not allow\\w*|arent allowed|dont make exceptions|period|hard no|answer is no|firm|no se permiten?|like any other|same rules|includes?|or not|blanket|policy|quit asking|company policy|letter or|doesnt (?:accept|allow|take)',
  bad: 'trouble|complain\\w*|problems?|nois\\w+|loud|mess\\w*|wreck\\w*|ruin\\w*|values?|resale|soft\\w*|slide|crime|unreliable|too|nervous|jumpy|weird|odd|mean|cold|dont love|not keen|isnt keen|wary|drama|burned|bad experience|liability|safe(?:r|ty)?|shouldnt|couldnt|stares|hassle\\w*|frowns?|dont want|doesnt want|not welcome|wouldnt be|unhappy|not be happy|hate it|look down|looks down|embarrass\\w*|molesta|rayan|rough|cops|police|low appraisals|late rent|liab\\w*|risk\\w*|scared|ugly|prices|watch out|heads up',
  owner:
    'owners?|landlords?|sellers?|board|hoa|association|neighbors?|manager|management|duen[oa]|propietari[oa]|senora|co op|condo board|other tenants|vecinos?|his words|her words|words not mine|not my rule',
  coded:
    '(?:those|these|that) (?:people|folks|types|kind|sort|element|crowd)|certain (?:element|type|kind|people)|(?:urban|criminal|bad|wrong|rough|undesirable|unsavory) (?:element|crowd|sort|types?|kind|people)|element|know what i mean|catch my drift|you catch|get my drift|know how it is|if you know|(?:people|folks|neighbors) like (?:us|you|them|yourself)|(?:our|your|my|their) kind|(?:right|wrong|better|good|decent|nice|proper|respectable) (?:kind|sort|class|caliber|type|people|families|element)(?: of)?|riff ?raff|thugs?|ghetto|inner city|city (?:crowd|people|folks|types)|across the tracks|wrong side|demographics?|make ?up of|is changing|has changed|changed a lot|changing(?= if| you| fast if)|transition(?:ed|ing)|tip(?:ping)?|integrated (?:area|neighborhood|community|block|street|building|school|town)|(?:its|is|very|fully) integrated|selective|look after their own|their own|his own|one of (?:his|her|their) own|dont belong|never belong|outsiders?|cleaner crowd|crowd|the projects|you people|has a type|enclave|old families|old covenant|restricted subdivision|all american|regular american|old stock|like minded|(?:traditional|christian|family|our|same|shared) values|share our|looked the same|stays? that way|that way|it used to be|ya no es lo que era|cierta gente|esa gente|gente como nosotros|divers(?:e|ity)|welfare|who you let in|who we let in|let in|who lives there|where those|section 8|stays? (?:nice|clean) because|undesirables?|hoodlums|of (?:that|your) (?:background|persuasion)|own background|look(?:s)? like you|those kids|wholesome|pedigree',
  photo:
    '(?:photos?|pics?|pictures?|selfies?|headshots?|fotos?)(?: \\w+){0,3} (?:of|first|before|please|and|in your|with)|(?:send|include|mande|text|wants?|ask\\w*)(?: \\w+){0,4} (?:photos?|pics?|pictures?|selfies?|foto)',
  favour:
    'friendly with (?:him|me)|go out (?:with|to)|out to dinner with|hang out|willing to|right girl|i like what i see|cute|pretty|bonita|carinosa|come over|private visit|spend time|be nice to (?:him|me)|massage|in exchange|date',
  letter:
    'offer letter|love letter|in (?:your|the) (?:offer )?letter|letter(?: \\w+){0,4} (?:mention|faith|family|photo)|put a line',
  // What speaks for a text.
  cantSay:
    '(?:cant|cannot|can not|unable|not able|not allowed|not something|not permitted|wont|dont|never|couldnt|isnt something|have to leave|no le puedo|no puedo|no podemos|not going to|i dont)(?: \\w+){0,4} (?:say|comment|answer|discuss|speak|tell|advise|filter|search|characteri[sz]e|describe|rate|guess|get into|help with that|share|call any|pass along|take part|choose|escoger|decirle|screen for|keep that|target|ask|put|advertise|collect|infer|speculate|steer|take that|recommend|limit|sort|select|say that|look for|turn (?:her|him|them|anyone|people) (?:down|away)|require|reject|refuse|charge|use that|pass on|hand over|send photos|know who|work with|add|do that|use it|include|take that into|consider that|share that)|(?:cant|may not|must not|nobody may|never) (?:be )?(?:ask|charge|require|turn|refuse|reject|describe|mention|limit|advertise|applied)|has to go|have to come out|needs to come out|must come out',
  law: 'fair housing|hud|federal law|the law|its illegal|is illegal|thats illegal|against the law|illegal|discriminat\\w*|equal (?:housing|opportunity)|regardless|complaint|your rights?|have the right|violat\\w*|por ley|la ley|igualdad|void|unenforceable|enforced|covenants?|protected class\\w*|civil rights|compliance|ada|not legal|unlawful|nor may|neither can|break the|as defined by|conforme a la|as required|protected by',
  equal:
    'same (?:for|rent|deposit|fee|form|application|criteria|rules|price)|treated the same|every(?: applicant| buyer| tenant|one)?(?= fills| is| gets| pays)|all (?:applicants|buyers|residents|qualified|are welcome|adults)|are welcome|is welcome|always welcome|welcome on|open to|exempt|whoever qualifies|doesnt count|dont count|no cuenta|isnt part of|has no bearing|no bearing|dont matter|makes no|nadie le puede|isnt relevant|not relevant|doesnt matter|makes no difference|cant hold it against|doesnt apply|dont apply|cant be applied|arent counted|not counted|isnt a pet|arent pets|not pets?|bienvenid[oa]s?|igual para|la misma|no (?:charge|cost|fee or|deposit or)|without charge|free of charge|nothing else|whoever they are|however many|equal terms|alike|first come|everyone|to all|fine with|kids are fine|for anyone who|mejor oferta',
  asked:
    'you (?:asked|wanted|told me|requested|wondered)|you said (?:you|no)|you mentioned you|as (?:you )?(?:asked|requested)|per your|to answer your|your question|at your request|usted me|me (?:dijo|pidio)|your list|you named|you picked|about your (?:note|question|request)|you keep|your own criteria|on your list',
  mentioned: 'you mentioned|you said|i heard|i know you|you told',
  hopa: '(?:55|62) (?:plus|and|or)|hopa|age (?:restricted|qualified)|housing for older persons|active adult|senior community|older persons|55 over',
  notHopa:
    'isnt (?:officially |really |an? )?(?:age|55|official)|not (?:an |officially |really |a )?(?:age|55|official|legally|registered)|no hopa|not hopa',
  source:
    'census|sheriffs?|police department|crime map|district|website|public (?:data|sources|records)|datos publicos|registry|look up|lookup|dashboard|county|census|map of|guidance|links?|brochure|report cards',
  corrected:
    '(?:told|explained to|reminded)(?: the| him| her| them| mr| ms| seller| owner| landlord| my)*|i (?:explained|said|changed)|remove|take(?: it| that| out| down)? (?:off|out|down)|take down|changed|swapped|reworded|rewrote|edited|struck|corrected|correction|ive taken|i took (?:it|that) out|has to go|advertise to everyone|describe the property|unopened|end the listing|words to|reminder|training|keep out|leave (?:\\w+ ){0,5}out of|dont recommend|removed from|instead of saying|lets say|we dont collect|didnt answer|i dont ask|only discuss|reply|please (?:dont|do not|leave|remove)|before you reply',
  quoted: 'quoted',
  granted:
    'approved|is welcome|may install|you may|happy to|glad to|gladly|we can|we have|of course|no (?:deposit|fee|cost|charge)|well make it work|arranged|youre all set|all we need|all you need|dont have to be|no need to be|reserved space|return her|return his|refund|translate|interpret\\w*|available|included|supplied|entries|entry|installed|were added|doorways?|inch(?:es)?|curbless|roll in|elevator|stalls?|on request|just ask',
  choose:
    '(?:you|youd like to|wherever you|any (?:area|town|towns) you|areas you|whatever you|areas|towns|neighborhoods) (?:choose|pick|like|draw|name|want|named|see|say|prefer)|any area|let me know|tell me (?:which|what|if|the)|which (?:areas|neighborhoods|ones|zonas)|radius|widen|wider|drag it|how far|las zonas|farthest|budget|commute|price and terms|terms only|only the numbers|property criteria|beds and',
  smallTalk:
    'how (?:is|are|was|s)|hows|did (?:the|your)|tell your|let your|bring|congrat\\w*|hope|say hi|thanks|thank you|no rush|no hurry|tell (?:him|her|them)|how did|any feedback|feel better|enjoy|nice meeting|pleasure|como estan|no hay prisa|saludos|felic\\w*',
  rule: 'code|law requires|occupancy|two per bedroom|with an adult|licensed|permit|signs? in|hours|quiet hours|required by|guests?|resident one|one per|per resident|criteria|income|credit|id|affidavit',
  program:
    'loans?|lender|preapproval|income counts?|counts? (?:as|toward)|qualif(?:y|ies|ying)|award letter|tax|exemption|veterans?|va|fha|gift|down payment|benefits?|counselling|counseling|exclusion|form',
} as const;

export type Act = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as Act[];
export const ACT_PATTERNS = ACT_NAMES.map((name) => ({
  name,
  pattern: new RegExp(`\\b(?:${ACTS[name]})\\b`, 'gu'),
}));

/** Acts up to this one speak against a text, the others for it. */
export const AGAINST = ACT_NAMES.indexOf('cantSay');
