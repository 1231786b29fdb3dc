/** A child of the supervisor's tests: writes what happens to it into a file, and ends as it is told. */
import { appendFileSync } from 'node:fs';

const [file, mode] = process.argv.slice(2);
const note = (what) => appendFileSync(file, `${what} ${process.pid}\n`);
note('started');
if (mode === 'usage') process.exit(2);
if (mode === 'crash') process.exit(1);
process.on('SIGTERM', () => {
  note('terminated');
  process.exit(0);
});
process.on('disconnect', () => {
  note('orphaned');
  process.exit(0);
});
