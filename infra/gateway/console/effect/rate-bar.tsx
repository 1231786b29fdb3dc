/** A share as a bar with its interval as a whisker; the numbers stand beside it in text. */
interface Props {
  rate: number;
  low: number;
  high: number;
  /** The share at the right end. */
  most: number;
}

export function RateBar({ rate, low, high, most }: Props) {
  const x = (share: number) => `${Math.min(100, (100 * share) / most)}%`;
  return (
    <svg class="rate-bar" aria-hidden="true">
      <rect class="track" width="100%" height="6" y="5" rx="3" />
      <rect class="fill" width={x(rate)} height="6" y="5" rx="3" />
      <line class="whisker" x1={x(low)} x2={x(high)} y1="8" y2="8" />
      <line class="whisker" x1={x(low)} x2={x(low)} y1="3" y2="13" />
      <line class="whisker" x1={x(high)} x2={x(high)} y1="3" y2="13" />
    </svg>
  );
}
