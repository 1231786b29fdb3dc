/**
 * The grammar of opting out: patterns over a normalised text, each a reason to think that its writer revokes consent
 * or that a keyword means something else. The model weighs them; none decides alone.
 * What counts as revoking: any reasonable words, 47 CFR § 64.1200(a)(10); keywords after the CTIA messaging principles.
 */

const CONTACT_ING =
  '(?:te?xt(?:ing|n|in)?|t[e]?xting|messag(?:ing|n|in)|msg(?:ing|n|in)?|dm(?:ing)?|call(?:ing|n|in)|phon(?:ing|in)|ring(?:ing|in)|dial(?:ing|in)|email(?:ing|n|in)|mail(?:ing|in)|writing|contact(?:ing|in)|sending|pinging|reaching out|hitting|hittin|blowing|bothering|botherin|bugging|buggin|spamming|harassing|pestering|hounding|annoying|soliciting|whatsapp(?:ing)?|following up|checking in|check(?:ing|in) in|robocalling|leaving(?: me)? (?:voicemails?|messages?|vms?))';
const CONTACT =
  '(?:te?xt|message|msg|dm|call|phone|ring|dial|email|e mail|mail|write|contact|ping|reach out|hit|bother|bug|spam|disturb|solicit|whatsapp|follow up|check in|check back|reply|respond|send|buzz)';
const MESSAGES =
  '(?:te?xts?|txts?|text messages?|messages?|msgs?|mesages|calls?|phone calls?|robocalls?|emails?|e mails?|voicemails?|communications?|correspondence|contact|outreach|notifications?|solicitations?|spam|junk|alerts?|updates|follow ups?|reminders|blasts?|newsletters?|mailers?|postcards?|mail)';
const MINE =
  '(?:me|us|him|her|them|it|my (?:name|number|info|information|phone|cell|email|details|data|contact|contacts|contact info|profile|account|address|mom|mother|dad|father|wife|husband|parents|son|daughter|line|stuff)(?: number)?|our (?:names?|numbers?|info|details|email|phone)|this (?:name|number|phone|cell|line|email|contact)|(?:her|his|their|moms|dads|mothers|fathers|wifes|husbands|the) (?:number|phone|cell|name|info|email)|number)';
const LIST =
  '(?:(?:your|ur|ya|the|this|that|any|every|all|these|those|whatever|yr)(?: (?:of|your|ur|these|those|the|mailing|call|calling|text|contact|marketing|email|phone|lead|damn|stupid|call|distribution|sms))* ?(?:lists?|system|database|records?|files?|crm|thing|books?|rolodex|contacts?|campaigns?|rotation|texts?|messages|emails|this is|here|there|loop|thread|chain|group)|there|here|this|these)';
const AGAIN =
  '(?:again|anymore|any more|any longer|ever|no more|further|back|please|pls|plz|thanks|thx|at all)';

/** Id → pattern; the order is the order of the model's inputs. */
const PATTERNS = {
  // The whole message is a keyword, politeness and signature aside.
  keyword:
    '^(?:(?:please|pls|plz|ok|hi|hello|hey|no|nope|just|yo|and|so|kindly|sorry|enough) ?\\.? )*(?:(?:stop|stopp|stopall|stop all|end|cancel|quit|unsubscribe|unsub|revoke|optout|opt out|opting out|opted out|remove|remove me|dnc|cease|desist|cease and desist|discontinue|halt|exit|blocked|do not want|alto|pare|paren|parar|baja|cancelar|arret|svp|stop it all|no more|off|out|do not contact|do not call|do not text|delete me|take me off)(?: \\.)? ?)+(?:please|pls|plz|now|thanks|thx|thank you|already|immediately|asap|por favor|lol|ty|and thank you|\\.|ok|today|man|bro|dude|ya|all)*(?: .)*$',
  keywordSentence:
    '(?:^|\\. )(?:please |pls |plz |just |ok |also |so )?(?:stop|unsubscribe|opt out|optout|remove me|remove|stopall|end this|cease|desist|alto|paren|basta)(?: please| pls| plz| now| already| ok| thanks)?(?= \\.|$)',
  // Any "stop" that idioms, things and other people do not explain.
  stopAtAll:
    '\\b(?:stop|stopp|stopping|stopped|quit|cease|desist)\\b(?! (?:by|in|at|over|off|for|on|sign|light|payment|work|it|everything|being|thinking|worrying|looking|the|and|short|gap|loss|showing|running|claim|my|his|her|offer\\w*|someone|somebody|answering|accepting|talking|making|apologizing|barking|looking|smoking|now we|now were|me if|sending (?!me$|me |this|these|stuff|anything|messages|texts)))',
  noMoreAny: '\\b(?:no more|no further|enough(?= \\.|$| already| now| with| is enough))\\b',
  listStop:
    '\\b(?:stop|cancel|discontinue|turn off|quit|end|no more|unsubscribe|remove me|take me|drop me|get me|shut off|off|dont (?:want|need|send)|done with|cancele|kill|without|cease)(?: \\w+){0,5} (?:alerts?|newsletters?|digests?|blasts?|reports?|updates?|emails?|invites?|invitations?|flyers?|postcards?|cards?|mailers?|listings|drip|campaigns?|notifications?|boletin|alertas|webinars?|seminars?|calendars?|promos?|promotions|ads|texts|reminders|blog|magazine|list)\\b',
  stopContact: `\\b(?:stop|stopping|quit|quitting|cease|end|discontinue|halt|done|through|finished|knock off|cut out|enough|give up|refrain from)(?: (?:with|it|all|any|the|your|ur|you|u|these|those|this|that|always|constantly|from|of|damn|stupid|freaking|effing|fucking|auto|automated|automatic|and desist|trying to|being|more|further|endless|nonstop|daily|random))* (?:${CONTACT_ING}|${CONTACT} (?:me|us|her|him|this)|${MESSAGES})\\b`,
  getToStop:
    '\\b(?:get|make|asked?|want|tell|told|need|like|how do i|how can i|how to|wish|for)(?: (?:you|u|ya|yall|people|guys|this|these|it|them|all|to|the|your|texts?|messages?|calls?|emails?|that|would|just|of|do|i))*(?: to)? (?:stop|quit|end|cease)\\b(?= (?:con|te?xt|call|email|messag|send|writ|ping|bother|\\.)|$)',
  doNotContact: `\\b(?:do not|not|dont|dnt|never|no need to|shouldnt be|should not be|cant be|cannot be|stop|not to|please no|quit|not be|please not|dont you)(?: (?:you|u|ever|please|pls|even|bother|dare|try|to|need to|have to|keep|be|want you to|want u to|u dare|wanna|like it when you|like you|let anyone|call or|text or|call and|text and))* (?:${CONTACT}|${CONTACT_ING})(?:ed)?(?: (?:or |and |nor )?(?:${CONTACT}|${CONTACT_ING}))*(?= (?:me|us|him|her|my|our|this|these|here|the house|it|anything|any|a|another|no more|again|anymore|back|ever|${AGAIN}|at this|on this|to)\\b| \\.|$)`,
  notBe:
    '\\b(?:not|no longer|dont|never|rather not|without)(?: (?:want|wish|like|to|be|getting|get|wanna|care|prefer|need|would|you|u))* (?:contacted|called|texted|emailed|messaged|bothered|disturbed|hear from|receive|receiving|get|getting|hearing from|be on|on)\\b(?= (?:by|any|these|those|your|ur|this|again|anymore|from|going|more|them|messages|texts|calls|emails|in the future|the list|a list|such|further|you|u|me|at all|spam|here|\\.)|$)',
  dontWant: `\\b(?:dont|do not|doesnt|does not|didnt|not|no longer|never|no)(?: (?:we|i|really))* (?:want|need|wanna|wish|care|like|asked|ask|looking|authorize|interested in|desire)(?: (?:to|for|any|get|see|have|hear|receive|getting|more|your|ur|all|of|the|another|you|be|further|a|single))* (?:these|them|this|those|${MESSAGES}|${CONTACT_ING}|anything (?:from|more|else)|from you)\\b`,
  removeMine: `\\b(?:take|remove|get|drop|scrub|delete|rm|kick|pull|strike|knock|erase|wipe|purge|cut|unenroll|unsubscribe|clear|cross|scratch|rmv|rm|lose|forget|block|leave|exclude|bump|boot|yank|x|removed|taken|come|be|deactivate|eliminate|dump|disenroll|withdraw|let|toss|ditch|lose)(?: (?:please|pls|just|also))? ${MINE}(?: (?:please|pls|right|completely|entirely|all the way|the hell|tf|the heck|totally))?(?: (?:off|from|out|outta|out of|of|go|down)\\b|(?= \\.|$| please| pls| plz| now| immediately| and| thx| thanks| asap| im serious| altogether| entirely| completely| permanently| ya| already| ya))`,
  offList: `\\b(?:off|out of|outta|from)(?: of)? ${LIST}\\b`,
  removed:
    '\\bremove from (?:the |your |this |all )?(?:mailing )?lists?\\b|\\b(?:be|get|getting|been|am|come|want|wanna|like|need|how do i|how can i|to be)(?: (?:to|me|be|get|come|gotten))* (?:removed|taken off|unsubscribed|off|out of|deleted|opted out|scrubbed|dropped from|unenrolled)\\b',
  noMore: `\\b(?:no|not any|zero|without|enough|done with|sick of|tired of|cut the|over|fed up with)(?: (?:of|with|the|more|further|additional|future|your|ur|these|those|all|any|other|such|getting|constant|nonstop|endless|this|damn|stupid|freaking|need for))+ ?(?:${MESSAGES}|of these|of this|this|these|of that)\\b|\\bno ${MESSAGES}\\b(?= \\.|$| no| please| ever| at all| thank| and no| or)|\\bnada mas\\b`,
  noMoreEnd:
    '\\b(?:no more|not again|never again|no further|not any more|anymore|any more|no mo)(?: please| pls| thanks| of (?:this|these|it)| ya)?(?= \\.|$)',
  wrongNumber:
    '\\b(?:wrong (?:number|person|phone|guy|lady|contact|cell|party|recipient|woman|man|dude|human|one)\\b(?! of| on| for the|s)|(?:number|phone|cell)(?: \\w+)* (?:reassigned|recycled|belongs? to|changed hands|new owner)|^(?:sorry )?(?:this is not|im not|i am not|not|this isnt) (?!interested|sure|now|yet|for|really|a |an |in|the|here|ready|bad|going|available|today|at|selling|looking|buying|moving|my|true|happy|ok|okay|good|fair|what|right)\\w+(?=$| \\.)|(?:this|that|it)(?: is|s| isnt| aint)?(?: \\w+)? (?:isnt|is not|not|aint|aint even|no longer)(?: \\w+){0,2} (?:number|phone|cell|line)\\b|no \\w+ (?:here|lives here|at this number)|(?:there is|theres|theyre|there s)? ?(?:no|nobody|no one)(?: \\w+){0,3} (?:here|at this number|by that name|named \\w+)|not (?:who|the person|the one) (?:you|u)|(?:dont|do not|never) (?:know|heard of)(?: (?:any|a|no|who|anybody|anyone|this))+ ?\\w* ?(?:named|called|is|\\.|$|so|and|please)|(?:got|had|have) this (?:number|phone|cell|line)\\b|(?:you|u|uve|youve) (?:have|got|has|texted|called|reached|dialed|are texting|keep texting)(?: the| a)? wrong|whoever (?:u|you)|im not (?!sure|ready|in|going|looking|interested|a fan|here|able|available|from|the|one|selling|buying|paying|moving|picky|that|there|too|so|really|opposed|worried|able|home|afraid|doing|an|as|at|on|good)(?:[a-z]+)(?= \\.|$| and| stop| so))',
  consent:
    '\\b(?:revok|withdraw|rescind|take back|took back|pull|retract|cancel|terminate|not give|do not give|dont give|didnt give|never gave|did not give|havent given|no longer give|deny|dont have|do not have|without|not|never)\\w*(?: (?:you|u|any|anyone|anybody|yall|all|my|our|prior|express|the|your|previous|previously|ur|given|of|them|this))* (?:consent|permission|authorization|ok|okay|opt in|approval|agreement to|authoriz\\w+|subscription)\\b|\\bnever (?:signed up|opted in|agreed|asked|subscribed|requested|consented|enrolled|gave you|applied)\\b|\\b(?:didnt|did not) (?:sign up|opt in|agree|ask|subscribe|request|consent|enroll)(?= (?:for|to)|\\.| \\.|$)|\\bnot consent\\b|\\b(?:consent|permission)(?: \\w+){0,8} (?:revoked|withdrawn|rescinded|over|gone)\\b|\\bno longer have (?:my|our) \\w+\\b|\\bprior express\\b|\\bno further dealings\\b|\\bunder the tcpa\\b',
  threat:
    '\\b(?:harass(?:ing|ment|ed)?|fcc|ftc|tcpa|attorney general|do not call (?:list|registry)|dnc|no call list|cease and desist|small claims|bbb|suing)\\b|\\b(?:call|text|message|contact|email) me again\\b|\\bnext (?:text|call|message|one) \\w+|\\bper (?:text|call|message)\\b|\\b(?:reported|blocked)(?: and (?:reported|blocked))\\b|\\b(?:report(?:ing|ed)?|su(?:e|ing)|block(?:ing|ed)?|bill(?:ed|ing)?|complaint|legal action|lawyer|attorney|police|charge|invoice)\\b(?=.*\\b(?:if (?:you|u|i get|i hear|this|another|one more|it)|one more|another one|next (?:one|text|call)|you|u|this number|these|again|further|each)\\b)',
  leaveAlone:
    '\\b(?:bother (?:somebody|someone) else|peace and quiet|last one you send|let this be the last|part ways|ghost me|shoo)\\b|\\b(?:leave (?:me|us|her|him|my \\w+)(?: (?:tf|the \\w+|please|pls|freaking|fucking))* (?:alone|be|in peace)|(?:lose|forget|delete|erase|burn|trash|toss|throw away|forgot) (?:my|this|the|our|her|his) (?:number|contact|digits|name|info|email)|go away|get lost|buzz off|piss off|fuck off|f off|screw off|back off|beat it|kick rocks|let me go|let it go|not a lead|respect my (?:wishes|privacy)|dont check in|get off my (?:phone|case|back)|give it a rest|move on from me|let me be|forget (?:about )?me|dont exist|lose this number|find someone else to)\\b',
  optOut:
    '\\b(?:opt(?:ing|ed)?(?: me| us| her| him| myself)? out|optout|unsubscrib\\w*|unsub|unenroll|desubscribe|stop all|disenroll|un subscribe|take me out|deregister)\\b',
  cancelThis:
    '\\b(?:turn|shut|switch) (?:these|this|it|them|that|those) off\\b|\\bkill (?:it|this|that|these|them)\\b|\\bhold (?:off on )?(?:the|your|all) (?:texts|messages|emails|calls)\\b|\\boff switch\\b|\\b(?:cancel|end|turn off|shut off|disable|kill|deactivate|discontinue|terminate|switch off|pause|mute|quit|undo|cut off)(?: (?:my|the|these|those|this|all|your|any|of|me|auto|automatic|automated|ur|future|daily|weekly|monthly|this whole|account|listing|market|price|drip))* (?:subscription|texts?|messages?|emails?|alerts?|calls?|notifications?|enrollment|campaign|account|service|membership|texting|contact|communications?|spam|bot|newsletter|digest|reports?|updates|robocalls?|sequence|drip|it|this|these)\\b',
  endThis:
    '\\b(?:needs? to|must|has to|have to|gotta|should|will) (?:end|stop|cease)\\b|\\bmake (?:this|it|these|them) stop\\b|\\b(?:get|way) (?:to )?(?:not get|off|out of)(?= these| this| \\.|$| your| the list)|\\bnot interested\\b.*\\b(?:stop|dont|quit|remove|take|lose|no more|never|again)\\b|\\bno means no\\b|\\bclose (?:out )?my (?:file|account)\\b|\\blast time\\b|\\bwere done here\\b|\\bfor the last time\\b',
  rather:
    '\\b(?:rather|prefer|like|love|appreciate it|appreciate|wish|ask|request|demand|insist|want|need|grateful)(?: (?:to|it|if|that|you|u|yall|would|could|we|i|be|please|for|the|would|not))* (?:not|no longer|stop|didnt|wouldnt|dont|quit|never|removed|off|left alone|ceased)\\b',
  thirdParty:
    '\\b(?:mom|mother|dad|father|wife|husband|son|daughter|grandma|grandmother|grandpa|grandfather|she|he|they|spouse|tenant|kid|child|minor|year old|deceased|passed away|died|dead|dementia|memory care|hospice)\\b(?=.*\\b(?:stop|remove|dont|do not|doesnt want|asked you|no longer|take|delete|leave|not interested)\\b)',
  // Spanish.
  esStop:
    '\\b(?:dej(?:a|e|en|ar|ame|eme|enme|enlo|alo)(?: ya)? (?:de )?(?:escribir|mandar|enviar|llamar|molestar|contactar|textear|marcar|mensaj|insistir|fastidiar|acosar|buscar|hablar|en paz|tranquil|ya)|para(?:r|d|n)? de (?:escribir|mandar|llamar|enviar|molestar|me)|pare(?:n)? de|ya paren|ya parale|paren(?=$| \\.| ya)|ya basta(?! con)|basta ya|cancel(?:e|en|ar|a)(?: (?:la|mi|mis|los|las|el|esta))? (?:suscri|mensajes|textos|alertas|avisos|correos)|desuscri\\w+|deme de baja|denme de baja|dar(?:me)? de baja|baja por favor|alto(?=$| \\.| ya| por)|ya estuvo)',
  esDoNot:
    '\\b(?:no|nunca|jamas|ni)(?: (?:me|nos|le|les|lo|la|mas|vuelva\\w*|vuelvas|quiero que|quiere que|deseo que|quiero|deseo|queremos|necesito|a|ya|que|siga\\w*|sigas|autorizo|autorice))* (?:escrib\\w+|mand\\w+|envi\\w+|llam\\w+|molest\\w+|contact\\w+|moleste\\w*|marqu\\w+|texte\\w+|insist\\w+|recib\\w+|busqu\\w+|hable\\w*|mensaj\\w+|textos|llamadas|correos|saber)',
  esRemove:
    '\\bdame de baja\\b|\\bdar de baja mi|\\bbasta de\\b|\\bya no mas\\b|\\babogado\\b(?=.*\\bsi\\b)|\\b(?:quit(?:e|en)(?:me|nme|nos|la|lo)|quitenme|saqu(?:e|en)(?:me|nme|lo|la|nlo)|borr(?:e|en|a)(?:me|nme|lo|la)?(?: (?:mi|mis|este|el|su|de))|elimin(?:e|en|a)(?:me|nme|lo|n)?\\b(?! la|r la)|remuev\\w+|bloque\\w+|olvid(?:e|en)(?:se|nse)? (?:de )?(?:mi|este))',
  esOther:
    '\\b(?:numero (?:equivocado|incorrecto)|se equivoco de numero|persona equivocada|no (?:soy|es|conozco)(?: (?:a|de|ningun\\w*|el|la|esa|ese|este))* (?:\\w+)(?= y| no|$| \\.)|aqui no (?:vive|hay|es)|ningun\\w? \\w+ (?:vive )?aqui|no (?:mas|quiero mas|quiero) (?:mensajes|textos|llamadas|correos|nada|que)|retiro mi (?:consentimiento|permiso)|nunca (?:les |le |te )?(?:di|autorice|pedi|firme)|reportar|demandar|acoso|dejenme|dejeme|en paz|ya no (?:me|nos|quiero|deseo|queremos|necesito|manden|mande|escriban))',
  foreign:
    '退订|取消订阅|别再|别给我发|不要再|不要给我|停止发|请停|勿扰|đung (?:nhan|goi|gui|lien)|ngung (?:nhan|goi|gui)|huy đang ky|xoa so|(?:h?wag)(?: na)?(?: \\w+){0,2} (?:mag ?te?xt|tumawag|mensahe|i ?te?xt|mag ?message|tawag|te?xt)|tigilan|그만|수신거부|수신 거부|보내지 ?마|연락하지|전화하지|문자하지|지워|삭제해|не (?:пишите|звоните|присылайте|беспокойте|шлите|отправляйте)|отпишите|отписаться|удалите мои|стоп|хватит|прекратите|(?:sispann|pa)(?: \\w+)? (?:ekri|rele|voye mesaj|telefone|kontakte|voye)(?: \\w+){0,2}(?= m|$| anko)|retire m|efase|par(?:e|em|a) de (?:me|mandar|ligar|enviar)|nao (?:me |quero )(?:mande|mandem|ligue|liguem|envie|receber|mais|escreva)|remov\\w+ (?:o )?meu|tir(?:e|em|a) (?:o )?meu|descadastr\\w+|توقف|اوقف|لا ترا|لا تتصل|الغاء الاشتراك|لا ترسل|احذف|usunac|usuncie|wypisz|przestan\\w*|prosze nie|nie (?:pisz|dzwon)\\w*|ne m(?: |e )?(?:ecri\\w+|appel\\w+|envoy\\w+|contact\\w+)|arret\\w* (?:de|les)|desabonn\\w+|desinscri\\w+|retirez (?:moi|mon)|plus de messages|aufhoren|abmelden|keine (?:nachrichten|sms)|smett\\w+|cancellatemi|mat karo|band karo|band karen',
  channelOnly:
    '\\bcall (?:the|my) (?:landline|house|home)\\b|\\bcall instead\\b|\\b(?:email|text|texts|call|calls|mail|whatsapp|msg|messages?|phone|correo|texto) only\\b|\\bonly (?:by |via )?(?:email|text|mail|phone)|\\bdont do (?:phone )?(?:calls|texts|emails)\\b|\\bsolo (?:mensajes|texto|correo|whatsapp|email)',
  // What makes a keyword something else.
  negated:
    '\\b(?:dont|do not|never|not|no need to|didnt|did not|wont|cant|please dont|no|nunca|pa|havent|isnt|arent|without|hate to|wouldnt)(?: (?:want|wanna|ask|asking|you|to|be|ever|need|me|said|say|the|a|actually|really|mean|meant|let|yall|u|dejen|dejes|deje|de|planning on|going to))* (?:stop|unsubscribe|opt(?:ing|ed)? out|remove|removed|take me off|quit|cancel|dejen de|dejes de|deje de|sispann|end)\\b',
  keep: '\\b(?:keep|continue|still (?:want|send|text|like|need|interested)|sigan?|siga|put me (?:back|on|down)|add me|resubscribe|re subscribe|unstop|start|sign me (?:up|back)|opt(?:ing)? (?:me )?(?:back )?in|seguir|siga mandando|want to keep|glad to get|love getting|like getting|keep em coming|leave (?:the|me on|it on)|bring back|stay on|turn (?:it|them) back on|otherwise|everything else|rest is fine|send me stuff|i missed|still (?:a|an|looking|buying|selling|on)|sigame|but (?:please |def |do |just )?(?:keep|text|send|still|the)|the rest|the others|leave (?:the|my|those)|just the new)\\b',
  channelKept:
    '\\b(?:te?xts?|txt|email|emails|e mail|phone|calls?|call|msg|messages?|texto|correo|whatsapp|sms|mail)(?: \\w+){0,2} (?:only|ok|okay|fine|is fine|are fine|is ok|are ok|is better|works?|works better|best|instead|is good|are good|is great|nada mas|solamente|please|is easier|preferred|instead)\\b|\\bonly (?:te?xt|email|call|by)\\w*|\\b(?:te?xt|email|call|message|reach|contact|write|ring|phone) (?:me |us )?(?:instead|by|at|only|ok)\\b|\\b(?:you|u) can (?:still |always )?(?:te?xt|email|call|write|reach|message|keep)\\w*|\\b(?:solo|mejor) (?:por )?(?:texto|correo|mensaje|llamada|whatsapp|email)|\\bjust (?:te?xt|email|call|message|mail)\\b|\\b(?:ok|fine|good|cool) (?:w|with|by) (?:te?xt|email|phone|calls?|message)\\w*|\\b(?:prefer|use|stick to|stick with) (?:te?xts?|emails?|calls?|phone|email|messages?|the phone|mail)',
  thing:
    '\\b(?:stop|quit|end|remove|delete|cancel|cancell?ed|take|block|drop|leave|terminate|withdraw|revoke|opt out of|pull|cancelar|cancele|quitar|quite|quitele|get)(?: (?:the|my|our|that|this|a|an|of|from|out|all|those|any|off|la|el|una|mi|your|ur|at|on|by|in|for|over|and|to|us|me|\\d+\\w*|\\w+ (?:st|ave|rd|ct)))* (?:tour|tours|showings?|viewings?|visit|visita|cita|oferta|appointments?|offer|open house|meeting|inspection|listing|contract|agreement|counter|house|home|garage|garaje|alfombra|carpet|kitchen|wall|walls|ceilings?|photos?|pictures?|pics|market|sign|house|furniture|tree|shed|fence|job|claim|quitclaim|deed|loan|mortgage|contingency|lease|title|hoa|warranty|insurance|escrow|deposit|application|lockbox|paint|bank|store|gas|work|bus|train|light|lights|street|road|lot|water|leak|rain|noise|dog|dogs|permit|purchase|sale|deal|waitlist|favorites|description|filter|search|house|bathroom|utilities|cable|tenants?|cabinets|popcorn|bid|counteroffer|inspection|appraisal|closing|survey|trash|stuff|photo|check|payment|wire|order|reservation|lunch|coffee|call at|call for|call tomorrow|meeting)\\b',
  idiom:
    '\\b(?:stop(?:ped|ping|s)? (?:by|in|at|over|off|for|on|sign|light|payment|work|foreclosure|thinking|worrying|apologizing|being|me if|and|looking at|smiling|crying|laughing|talking about|someone|somebody|the car|here|there|short|gap|loss|everything|is|watch)|(?:bus|train|last|first|next|pit|rest|door|non|one|full|truck|t|metro|subway|trolley|quick|every) ?stops?|cant stop|cannot stop|could not stop|couldnt stop|wont (?:stop|quit)|didnt stop|does(?:nt| not) stop|stop it|omg stop|stops?(?: \\w+)? (?:from|being)|quit (?:claim|my|his|her|returning|smoking|working|claiming|on|their|showing|the|at)|quitting|dead end|end (?:of|unit|up|date|table|zone|cap|result|to)|(?:back|front|low|high|deep|far|west|east|north|south|week|rear|year|month) end|opt for|opt(?:ing)? out (?:of|window|clause)|non stop|nonstop|downspouts?|stopper|backsplash|ended|ends|ending|stop being)\\b',
  otherActor:
    '\\b(?:seller|sellers|agent|realtor|lender|bank|tenant|tenants|owner|owners|builder|contractor|inspector|landlord|neighbor|neighbors|photographer|city|county|buyer|buyers|hoa|she|he|they|wife|husband|roofer|appraiser|title|attorney|dog|toilet|furnace|rain|dueno|inquilino|boss|assistant|zillow|lawyer|cleaner|plumber|listing agent|company|other (?:company|one|realtor|agent))(?: (?:has|have|just|to|never|is|was|wants|says|said|keeps|will|wont|finally|also|still|did|do|wants you to))* (?:stop(?:ped|s)?|quit|quits|cancel\\w*|remove[ds]?|blocked|keeps?|revoke[ds]?|opt\\w*|end(?:ed|s)?|lost|delet\\w+|dej\\w+|deja|withdr\\w+|terminat\\w+|harass\\w+|call(?:ed|ing)?|text(?:ed|ing)?)\\b',
  limited:
    '\\b(?:before|until|till|til|after|past|during|while|between|at work|so early|this early|so late|at night|this late|in the morning|on sundays?|on weekends?|this week|today|tonight|tomorrow|yet|for now|right now|rn|less|fewer|so many|too many|so much|as much|once a (?:week|day|month)|twice|every (?:day|hour|morning)|times a day|weekly instead|unless|temporarily|vacation|out of town)\\b',
  criteria:
    '\\b(?:stop|quit|no more|dont need|dont send|not|do not send|no|never)(?: (?:sending|send|showing|show|me|us|with|any|more|the|in|on|looking for|looking at|looking|anything|houses|homes|places|listings|stuff))+ (?:condos?|townhouses?|townhomes?|ranches|houses|homes|apartments|flips?|two|three|2|3|4|bed\\w*|br|bd|split levels?|pools?|hoas?|duplex\\w*|lots|land|fixers?|things?|places|listings? (?:in|over|under|with|on|that)|anything (?:in|over|under|with|on|above|below)|rentals?|mobile|new builds?|colonials?|over|under|above|below|west|east|north|south|busy|cities|[a-z]+ville|stuff (?:in|over|under|with))\\b',
  accident:
    '\\b(?:accident|accidentally|mistake|by mistake|didnt mean|did not mean|sin querer|oops|whoops|my bad|error|autocorrect|was for my|meant for|butt dial|pocket)\\b',
  listKept:
    '\\b(?:digest|newsletter|blast|report|reports|alerts?|updates?|investor|boletin|seminar|webinar|open house|price drop|listing|rental|seller|market|holiday|calendar|drip|home value|invites?|survey|surveys|event|events|birthday|recipe|coming soon|weekly|monthly|daily|just sold|promo\\w*|marketing|lender|mortgage|ads?|postcards?|flyers?)\\b',
  question:
    '\\?|\\b(?:how|what|when|where|which|can you|could you|would they|do they|is there|are there|does|que|cuanto|cuando|donde|puede)\\b',
  footer: '\\b(?:footer|quoted|forwarded)\\b',
  elsewhere:
    '\\b(?:that other|other company|other (?:realtor|agent|guy|lady|group|team)|somebody else|someone else|different company)\\b',
  notInterested:
    '\\b(?:not interested|no thanks|no thank you|no gracias|no me interesa|already bought|already sold|not selling|not looking|no longer looking|all set|im good|were good|pass|staying put|went with|signed with|decided not)\\b',
  wants:
    '\\b(?:can you|could you|please send|send me|show me|any word|when can|lets|i want to|id like to see|call me|text me|email me|llameme|escribame|mandeme|looking for|interested in|is it|whats the|how much|do you have|ping me|let me know|get back to me)\\b',
} as const;

type Sign = keyof typeof PATTERNS;
export const SIGNS = Object.keys(PATTERNS) as Sign[];
const COMPILED = SIGNS.map((sign) => new RegExp(PATTERNS[sign], 'u'));

/** Signs up to this one speak for a wish to be left alone; the others speak against it or narrow it. */
export const ASKING = SIGNS.indexOf('negated');

/** Indexes into {@link SIGNS} of the patterns that match. */
export function findSigns(normalised: string): number[] {
  const found: number[] = [];
  COMPILED.forEach((pattern, index) => {
    if (pattern.test(normalised)) found.push(index);
  });
  return found;
}
