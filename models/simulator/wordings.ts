/** How facts are said. {date}, {home}, {price} and {agent} are filled in; the rest is as people write. */

export const DEADLINE = {
  lease: [
    'our lease is up {date}',
    'Lease ends {date} so we need to be out by then',
    "we're renting until {date}, landlord already has someone after us",
    'Just so you know our lease runs out on {date}. Would love to be moved in before that.',
    'have to be out of the apartment by {date}',
    "My landlord isn't renewing. Last day is {date}.",
    'lease expires {date}, not signing another one',
    'El contrato de renta se acaba el {date}',
  ],
  school: [
    'kids start school {date}, we need an address in the district before that',
    'School starts {date} and we want to be settled by then',
    "we'd like to be in before school, so {date} at the latest",
    'The new school year begins {date}. That is our line in the sand.',
  ],
  job: [
    'my new job starts {date}',
    'I report to the new office on {date}, so we have to move before then',
    'Company is relocating us, start date is {date}',
    'work transfer is effective {date}',
    'need this wrapped up by {date}, thats when the new position starts',
  ],
  family: [
    'baby is due {date} so we want to be done with boxes by then',
    'mom moves in with us {date}, so that is the deadline',
    'We need to be settled by {date}, family reasons',
    'wedding is {date} and we want the house thing done before',
  ],
} as const;

export const APPLIED = [
  'talked to a lender today, sending them the paperwork',
  'We applied for the mortgage this morning, waiting to hear',
  'submitted everything to the bank',
  'Loan application is in, they said a few days.',
];
export const APPROVED = [
  'we got pre-approved!! up to {price}',
  'Pre-approval letter came through, {price}.',
  'good news the lender approved us for {price}',
  'bank says yes up to {price}, letter attached',
  "I'm preapproved for {price} now",
  'Just heard back, we are approved for {price}. What is next?',
];
export const DENIED = [
  'bad news, the lender turned us down',
  'we got denied for the loan',
  'They declined my application. Credit, they say.',
  'bank said no. not sure what to do now',
];
export const OFFER = {
  buyer: [
    "we'd like to put in an offer on {home}, {price}",
    "Let's offer {price} for {home}",
    'ready to write it up. {home} at {price}',
    'Please draft an offer of {price} on {home}.',
    "ok we talked, we're going for {home}. can you write {price}?",
  ],
  seller: [
    'so we have an offer? what does it look like',
    'Saw the offer come in. Can we counter at {price}?',
    'ok an offer at last, lets look at it tonight',
    'Got your email about the offer. {price} is close to what we hoped.',
  ],
} as const;
export const REJECTED = [
  "The sellers didn't take it, I'm sorry. Shall we look at others?",
  'They went with a different offer. We keep looking.',
  'No luck on {home}, the sellers said no.',
  'Heard back on {home}: rejected without a counter.',
];
export const OUTBID = [
  '{home} went under contract with another buyer, sorry.',
  'Bad news, {home} is pending with someone else now.',
  'Somebody beat us to {home}. I have two more like it.',
];
export const ACCEPTED = {
  buyer: [
    'They accepted! Congratulations, {home} is under contract.',
    'Great news: your offer on {home} was accepted.',
    "You're under contract on {home}. I'll send next steps.",
    'Sellers signed. We have a deal on {home}!',
  ],
  seller: [
    "You're under contract! Buyer signed your counter.",
    'Signed by both sides. Congratulations, we have a deal.',
    'The buyers accepted, your home is now pending.',
  ],
} as const;
export const CLOSING = {
  agent: [
    'Closing is set for {date}.',
    'Title has us down for closing on {date}',
    'We close {date}. Please keep that day open.',
    'Closing date in the contract is {date}, I will confirm the time.',
    'Settlement is scheduled for {date} at the title office.',
    'Target closing: {date}.',
  ],
  lead: [
    'so closing is {date} right?',
    'we close on {date}, movers are booked',
    'Confirming closing on {date}.',
    'told work I need {date} off for the closing',
    'closing {date}! cant wait',
    'Is {date} still good for settlement?',
  ],
} as const;
export const POSTPONED = {
  agent: [
    'The lender needs more time, closing moves to {date}.',
    'Closing got pushed back to {date}, the appraisal came late.',
    'Title found an open lien, so we have to move closing. New date is {date}.',
    'We need an extension: new closing date {date}.',
  ],
  lead: [
    'so they pushed the closing to {date}, annoying',
    'Understand the closing is now {date}. Please make sure it stays there.',
    'lender says {date} instead, ugh',
  ],
} as const;
export const SLIPPED = [
  'Wire did not make it today, we close {date}.',
  'Small delay at title, signing is {date} instead.',
  'Funding came in late. Keys on {date}.',
];
export const CLEARED = {
  agent: [
    'Clear to close! Everything is approved.',
    'We are clear to close. Final walkthrough the day before.',
    'Lender just gave us the clear to close.',
    'Closing disclosure is signed off, nothing left to do but show up.',
  ],
  lead: [
    'lender says we are clear to close!',
    'Got the closing disclosure, all numbers match.',
    'clear to close!! see you at the table',
  ],
  cash: [
    'Title is clean and funds are verified, we are ready to close.',
    'Everything checks out, all set for closing.',
  ],
} as const;
export const FELL_THROUGH = [
  'The deal is off, {reason}. I am sorry.',
  'We have to cancel the contract: {reason}.',
  'so we are backing out, {reason}',
  'Contract is terminated, {reason}. Deposit comes back in a few days.',
];
export const FALL_REASONS = [
  'the inspection was too bad',
  'the lender pulled out',
  'the appraisal came in way low',
  'no agreement on the repairs',
  'the other side got cold feet',
];
export const LOST = {
  quiet: [],
  gave_up: [],
  opted_out: [],
  denied: [
    'without the loan we cannot do it, so we have to stop here',
    "No bank will touch us. We're done for now.",
    'loan fell apart for good, sorry',
  ],
  competitor: [
    'we signed with another agent, thanks for your time',
    "Went with someone else, sorry. You've been kind.",
    'my cousin got her license so she is handling it now',
    'We decided to work with a different brokerage.',
  ],
  bought_elsewhere: [
    'we bought a place, not through you sorry',
    'Just to let you know, we found a house on our own.',
    'already under contract on a new build, went straight to the builder',
    'no longer looking, we got one',
  ],
  withdrew: [
    "we're staying put, thanks for all the help",
    'Not moving after all.',
    'plans changed, we are going to rent another year',
    'Taking the search off the table. Life happens.',
    'decided not to sell',
  ],
} as const;
export const BACK = [
  "hey sorry went quiet there, we're back",
  'Apologies for the silence. Still interested.',
  'been crazy at work. where were we',
  'ok ready to pick this up again',
  'hi! still around?',
];
export const FIRST_REPLY = [
  'Hi, this is {agent}. Happy to help! Tell me a little about your plans.',
  'Thanks for reaching out. When is a good time to talk?',
  'Hello and welcome. I just emailed you some first ideas.',
  'Got your message! Do you have a timeline in mind?',
  'Thanks for writing. Are you working with a lender yet?',
];
export const TOUCH = [
  'Just checking in, any news on your side?',
  'A few new ones came up in {area}, want the list?',
  'Hi! Still looking?',
  'Prices moved a little this month, happy to update you.',
  'Thought of you when I saw {home}.',
  'How did you like the last ones I sent?',
  'Any questions I can answer?',
  'Rates changed this week, shall we run the numbers again?',
  'No pressure, just here if you need me.',
];
export const ANSWER = [
  'Good question, let me check and get back to you.',
  'Sure, sending it over now.',
  'Yes, I can do that.',
  'Got it, noted.',
  'Let me ask the listing agent.',
  'Understood. I will keep an eye out.',
  'Of course. Anything else?',
  'I looked it up and put the details in an email.',
  'Thanks for letting me know!',
];
export const SHOWING = [
  'Booked: {home}, see you there.',
  'We are confirmed for {home}.',
  'Showing at {home} is on the calendar.',
];
export const LIKED = [
  'we loved {home}',
  '{home} felt like home, we could see ourselves there',
  'really liked that one! the light is great',
  'That was the best one so far by a mile.',
];
export const DISLIKED = [
  'not for us, too dark',
  '{home} was smaller than the pictures',
  'nah, the street is too loud',
  'We will pass on that one. The kitchen alone is a project.',
];
export const LISTED = [
  'We are live! Your home is on the market as of today.',
  'Listing is active, photos look great.',
  'Signed and listed. First showings this week.',
];
