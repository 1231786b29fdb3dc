/** A difference with its interval on a line around nothing: whether it crosses the middle is what to look at. */
interface Props {
  /** The picture in a sentence. */
  label: string;
  /** Shares, from -1 to 1. */
  low: number;
  point: number;
  high: number;
}

const WIDTH = 600;
const MIDDLE = 34;

export function IntervalPlot({ label, low, point, high }: Props) {
  // Symmetric, and no finer than two points to a side, so that noise looks like noise.
  const reach = Math.max(0.02, Math.abs(low), Math.abs(high)) * 1.15;
  const x = (share: number) => WIDTH / 2 + (share / reach) * (WIDTH / 2 - 12);
  const step = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((size) => reach / size <= 4) ?? 0.5;
  const count = Math.floor(reach / step);
  const ticks = Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
  const crosses = low <= 0 && high >= 0;
  return (
    <svg
      class={`interval ${crosses ? 'open' : low > 0 ? 'for' : 'against'}`}
      viewBox={`0 0 ${WIDTH} 84`}
      role="img"
      aria-label={label}
    >
      <line class="axis" x1="0" x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
      <line class="zero" x1={x(0)} x2={x(0)} y1="8" y2="60" />
      {ticks.map((tick) => (
        <text key={tick} x={x(tick)} y="78">
          {tick > 0 ? '+' : tick < 0 ? '−' : ''}
          {Math.abs(Math.round(tick * 1000) / 10)}
        </text>
      ))}
      <rect class="span" x={x(low)} width={x(high) - x(low)} y={MIDDLE - 9} height="18" rx="9" />
      <circle class="point" cx={x(point)} cy={MIDDLE} r="7" />
    </svg>
  );
}
