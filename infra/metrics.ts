/** Metrics of one process. Histograms, not summaries: they add up over a fleet. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const MS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 75, 100, 250, 500, 1000, 5000];

/** How often the event loop's delay is sampled, ms. At the default, 10, an idle process did little else but wake for it. */
const LOOP_SAMPLE_MS = 50;

export function createMetrics() {
  const registers = [new Registry()];
  collectDefaultMetrics({ register: registers[0]!, eventLoopMonitoringPrecision: LOOP_SAMPLE_MS });
  const histogram = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Histogram<L>({ name, help, labelNames, buckets: MS, registers });
  const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Counter<L>({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name, help, labelNames, registers });
  /** Of what every process sees the same of: the fleet's is the largest, not the sum. */
  const shared = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge<L>({ name, help, labelNames, registers, aggregator: 'max' });
  return {
    registry: registers[0]!,
    stageMs: histogram('doorstep_stage_ms', 'Time of a stage, per micro-batch for shared work', [
      'flow',
      'stage',
    ]),
    eventMs: histogram('doorstep_event_ms', 'From an event on the stream to its commit', ['flow']),
    socketMs: histogram(
      'doorstep_socket_ms',
      'From an insight or an alert on the stream to the socket write',
    ),
    events: counter('doorstep_events_total', 'Events worked', ['flow', 'outcome']),
    commits: counter('doorstep_commits_total', 'Commits', ['flow', 'result']),
    leases: counter('doorstep_lease_changes_total', 'Shards gained and lost', ['flow', 'change']),
    lag: gauge('doorstep_lag_events', 'Entries behind the committed cursor', ['flow', 'shard']),
    deadLetters: counter('doorstep_dead_letters_total', 'Entries dead-lettered', ['flow', 'step']),
    sockets: gauge('doorstep_sockets', 'Open sockets'),
    conflated: counter('doorstep_conflated_total', 'Deltas replaced by state for slow clients'),
    requests: counter('doorstep_http_requests_total', 'HTTP requests', ['route', 'status']),
    sunkRows: counter('doorstep_sunk_rows_total', 'Rows inserted into ClickHouse', ['table']),
    learningBrier: gauge('doorstep_learning_brier', 'Brier score on delayed labels, by lead', [
      'tenant',
      'role',
    ]),
    learningGain: gauge(
      'doorstep_learning_gain',
      'Champion’s Brier score less the challenger’s: mean, and ends of its confidence sequence',
      ['tenant', 'at'],
    ),
    driftAlarms: gauge('doorstep_drift_alarms', 'Alarms of drift that stand', ['tenant']),
    calibrations: counter('doorstep_calibrations_total', 'Calibrations put in force', ['tenant']),
    sends: counter('doorstep_sends_total', 'Orders done with', ['channel', 'outcome']),
    sendCallMs: histogram('doorstep_send_call_ms', 'One call of a channel', ['channel']),
    sendsHeld: gauge('doorstep_sends_held', 'Orders a dispatcher has in hand'),
    sendsTakenOver: counter('doorstep_sends_taken_over_total', 'Orders taken over from a silent dispatcher'),
    sendsUncertain: shared('doorstep_sends_uncertain', 'Sends nobody knows the outcome of'),
    breakerOpen: shared('doorstep_channel_breaker_open', '1 while a channel is not called', ['channel']),
    policies: counter('doorstep_policies_total', 'Nurturing policies put in force', ['tenant', 'mode']),
    policyGain: gauge(
      'doorstep_policy_gain',
      'Reward a decision less the fixed policy’s, or of the best fixed arms (table) less the cadence’s: mean, and ends of its confidence sequence',
      ['tenant', 'policy', 'at'],
    ),
    nurtureUplift: gauge(
      'doorstep_nurture_uplift',
      'Share of leads that convert, treated less held out: mean, and ends of its interval for one look',
      ['tenant', 'at'],
    ),
    intakeSequence: shared(
      'doorstep_intake_sequence',
      'Number in the log of the feed that the intake stands at',
    ),
    intakeBehind: shared('doorstep_intake_behind', 'Numbers that webhooks announced beyond that'),
    intakeCaughtUp: shared(
      'doorstep_intake_caught_up_timestamp_seconds',
      'When the intake last stood at the end of the log; its lag is the time since',
    ),
    intakeGaps: shared('doorstep_intake_gaps', 'Ranges of numbers that the feed has not shown yet'),
    intakeGapNumbers: counter(
      'doorstep_intake_gap_numbers_total',
      'Missing numbers that came late or never',
      ['outcome'],
    ),
    intakeEvents: counter('doorstep_intake_events_total', 'Market events made from the feed', [
      'type',
      'change',
    ]),
    intakeUnusable: counter('doorstep_intake_unusable_total', 'Records that no event could be made of', [
      'field',
    ]),
    intakeCalls: counter('doorstep_intake_calls_total', 'Requests to the RESO server', ['outcome']),
    spooled: gauge('doorstep_spooled_entries', 'Entries waiting on disk for ClickHouse'),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
