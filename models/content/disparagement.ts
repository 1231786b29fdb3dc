/**
 * Whether a text speaks of competitors, which one that answers them must not: Realtors may not knowingly or recklessly
 * make false or misleading statements about others (NAR Code of Ethics, article 15), and whoever names none makes none.
 * A list of phrases: it knows what was thought of, English and Spanish, and would rather refuse a harmless text.
 */

/** Others of the trade, named by what they are. */
const OTHERS =
  /\b(?:(?:an)?other|different|competing|rival|big|cheap|discount|online) (?:(?:listing|buyer'?s'?|real estate) )?(?:agents?|realtors?|brokers?|brokerages?|compan(?:y|ies)|firms?|teams?|portals?|sites?|buyers?)\b|\b(?:most|many|some|those) (?:agents|realtors|brokers|brokerages|portals|i?buyers)\b|\b(?:zestimates?|i-?buyers?|portals?|competitors?|the competition|cash[- ]offer (?:compan(?:y|ies)|sites?)|wholesalers?)\b/i;
/** Said of anybody, it compares to somebody's harm. */
const HARM =
  /\b(?:better than|worse than|cheaper than|unlike|instead of (?:them|him|her|that)|beats?|superior to|outperforms?|don'?t (?:be fooled|fall for|trust|believe|sign with|settle for)|never (?:trust|sign with)|rip[- ]?offs?|scams?|low-?balls?|shady|dishonest|unethical|incompetent|inexperienced|overpriced|overcharges?|hidden fees?|pushy|lazy|amateurs?|inaccurate|unreliable|mistakes? (?:they|he|she) makes?|they (?:don'?t|won'?t|can'?t|only|just|never))\b/i;
/** The same in Spanish; \b knows no accents. */
const ES =
  /(?<!\p{L})(?:otr[oa]s? (?:agentes?|corredor(?:es)?|inmobiliarias?|agencias?|empresas?)|la competencia|competidor(?:es|as?)?|mejor(?:es)? que|peor(?:es)? que|más barat[oa]s? que|a diferencia de|no (?:se fíe|confíe|firme con|se deje engañar)|estafas?|engaños?|deshonest[oa]s?|incompetentes?|cargos ocultos|portal(?:es)?)(?!\p{L})/iu;

/** What is said to whom may be bound already, as article 16 would have it. */
const RESPECT =
  /if you have signed with another agent, we will respect that|si ya firmó con otro agente, lo respetaremos/gi;

/** @param names of the competitors that the lead spoke of @returns the words; undefined where there are none */
export function disparages(text: string, names: readonly string[]): string | undefined {
  const plain = text.normalize('NFC').replaceAll('’', "'").replace(RESPECT, ' ');
  const lower = plain.toLowerCase();
  const named = names.find((name) => name.trim().length > 1 && isNamed(lower, name.trim().toLowerCase()));
  if (named) return named;
  return (OTHERS.exec(plain) ?? HARM.exec(plain) ?? ES.exec(plain))?.[0];
}

/** As a word of its own. */
function isNamed(lower: string, name: string): boolean {
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
    const around = `${lower[at - 1] ?? ' '}${lower[at + name.length] ?? ' '}`;
    if (!/[\p{L}\d]/u.test(around)) return true;
  }
  return false;
}
