/** How leads speak of rivals. {rival} is filled in, with a name or, where nobody is named, as people say it. */
import type { CompetitorKind, Stance } from '../../../schemas/competition.ts';

type Manner = 'person' | 'portal' | 'ibuyer';
export const mannerOf = (kind: CompetitorKind): Manner =>
  kind === 'agent' || kind === 'brokerage' ? 'person' : kind;

/** Where nobody is named: only persons go unnamed. */
export const UNNAMED = [
  'another agent',
  'a different realtor',
  'my cousin who has her license',
  'another broker',
];

export const MENTIONS: Record<Stance, Record<Manner, readonly string[]>> = {
  neutral: {
    person: [
      'saw a sign from {rival} down the street',
      'Is {rival} in the same building as you?',
      '{rival} sold the house next door last fall',
      'my neighbor used {rival} a while back',
      'got a postcard from {rival} again lol',
      'we went to an open house, {rival} was hosting it',
    ],
    portal: [
      'I saw it on {rival}, is it still available?',
      '{rival} has it at three beds, is that right?',
      'found this one on {rival} last night',
      'The {rival} page says it was listed in March',
      'the photos on {rival} look nicer than the ones you sent',
    ],
    ibuyer: [
      'what even is {rival}?',
      'keep seeing ads for {rival} everywhere',
      'a friend sold to {rival} two years ago',
      'do you ever deal with {rival}?',
    ],
  },
  considering: {
    person: [
      'we might talk to {rival} as well',
      'Thinking about meeting with {rival} next week, just to see.',
      '{rival} reached out to us, we may hear them out',
      'honestly we are thinking about working with {rival}',
      'my wife wants to give {rival} a call too',
      'should we try {rival}? somebody recommended them',
    ],
    portal: [
      'thinking of just going through {rival} ourselves',
      "maybe we'll use one of those {rival} agents",
      'we may book the tours straight on {rival}',
      'considering {rival} because of the rebate',
    ],
    ibuyer: [
      'we are thinking about selling to {rival}',
      'maybe we just take an offer from {rival} and be done',
      'requested a quote from {rival}, curious what they say',
      'considering {rival}, no showings sounds nice',
    ],
  },
  comparing: {
    person: [
      '{rival} says they would do it for less, can you match that?',
      'We interviewed {rival} yesterday. How are you different?',
      '{rival} thinks we can list 20k higher than what you said',
      "between you and {rival} at this point, what's your fee again",
      '{rival} answers within the hour and sends us places before they hit the market',
      'Comparing your proposal with the one from {rival} tonight.',
    ],
    portal: [
      '{rival} offers to cut the commission in half. why should we pay more with you?',
      'The {rival} estimate is way above your number, who is right?',
      '{rival} shows us new homes faster than you do',
      'comparing your list with the {rival} one, they have more',
    ],
    ibuyer: [
      '{rival} offered us cash, how does that compare to listing with you?',
      'we have a number from {rival}. would we net more with you?',
      '{rival} closes in two weeks, can you beat that',
      'putting the {rival} offer next to your estimate now',
    ],
  },
  committed: {
    person: [
      'we are leaning towards signing with {rival} this week',
      "I think we're going with {rival}, sorry",
      '{rival} sent over the agreement and we plan to sign it',
      'We have decided to move forward with {rival}.',
      'pretty sure we go with {rival}, just have to do the paperwork',
      'we told {rival} yes',
    ],
    portal: [
      'we decided to go with a {rival} agent',
      'going through {rival} from here on, signing with them friday',
      'We will be using {rival} for this.',
    ],
    ibuyer: [
      'we are going with {rival}',
      'we accepted the {rival} number, signing this week',
      'Decided to sell to {rival}, the paperwork is on the way.',
      "it's going to be {rival}, too easy to pass up",
    ],
  },
  complaining: {
    person: [
      '{rival} never called us back',
      'met with {rival}, way too pushy for us',
      'We had {rival} last time and it was a mess.',
      '{rival} wanted seven percent, no thanks',
      'worst experience with {rival} years ago, never again',
    ],
    portal: [
      '{rival} estimate is a joke, off by 60k',
      'tired of the spam since I clicked on {rival}',
      'half of what is on {rival} is already sold',
      'the {rival} agent did not even show up',
    ],
    ibuyer: [
      '{rival} lowballed us hard',
      'the fees at {rival} are insane',
      '{rival} cut their offer after the inspection, no way',
      'talked to {rival} and it felt like a robot',
    ],
  },
};

/** A lead is gone, and says so. */
export const GONE: Record<Manner, readonly string[]> = {
  person: [
    'we signed with {rival} today, thank you for everything',
    'Just letting you know we signed an agreement with {rival}.',
    'I signed with {rival}',
    'we have hired {rival}, sorry. good luck',
  ],
  portal: ['we signed with a {rival} agent, thanks anyway', 'We are now represented through {rival}.'],
  ibuyer: ['we signed the contract with {rival} this morning', 'sold to {rival}, its done'],
};

/** Sounds grave, and is not: said of others, or of a rival that was turned down. */
export const DECOYS: Record<Manner, readonly string[]> = {
  person: [
    'my sister signed with {rival} and regrets it',
    '{rival} asked us to sign and we said no',
    'the people across the street are going with {rival}, good for them',
    "don't worry, we would not sign with {rival}",
  ],
  portal: ['my boss bought through {rival}, not for us', 'told the {rival} guy to stop calling, we have you'],
  ibuyer: [
    'our neighbors are going with {rival}, we would never',
    'turned {rival} down yesterday, we stay with you',
  ],
};
