/** Every command, in the order of the help. */
import type { Command } from 'commander';
import { benchCommand } from './bench.ts';
import { classifyCommand } from './classify.ts';
import { convertCommand } from './convert.ts';
import { deadCommand } from './dead.ts';
import { demoCommand } from './demo.ts';
import { docsCommand } from './docs.ts';
import { doctorCommand } from './doctor.ts';
import { evaluateCommand } from './evaluate.ts';
import { explainCommand } from './explain.ts';
import { ingestCommand } from './ingest.ts';
import { modelsCommand } from './models.ts';
import { nurtureCommand } from './nurture.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { sendsCommand } from './sends.ts';
import { simulateCommand } from './simulate.ts';
import { simulateCompetitionCommand } from './simulate-competition.ts';
import { simulateNurturingCommand } from './simulate-nurturing.ts';
import { startCommand } from './start.ts';
import { tokenCommand } from './token.ts';
import { trainCommand } from './train.ts';

export const COMMANDS: (() => Command)[] = [
  ...[demoCommand, startCommand, doctorCommand, tokenCommand],
  ...[
    ingestCommand,
    convertCommand,
    recordCommand,
    replayCommand,
    explainCommand,
    deadCommand,
    nurtureCommand,
    sendsCommand,
  ],
  ...[
    classifyCommand,
    simulateCommand,
    simulateNurturingCommand,
    simulateCompetitionCommand,
    trainCommand,
    evaluateCommand,
    modelsCommand,
    benchCommand,
    docsCommand,
  ],
];
