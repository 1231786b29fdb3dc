/** An intake to be killed. */
import { createLog } from '../../../infra/log.ts';
import { createIntakeRole } from '../../../pipelines/market-intake.ts';
import { TIMES } from '../intake-times.ts';

const config = JSON.parse(process.argv[2]!);
await createIntakeRole(config, createLog('silent', 'intake'), TIMES)(new AbortController().signal);
