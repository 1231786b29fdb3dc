/** A share as a bar. The number stands beside it in text, so the bar is for the eye only. */
export function Bar({ share, tone = '' }: { share: number; tone?: string }) {
  const width = `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
  return (
    <span class={`bar ${tone}`} aria-hidden="true">
      <span style={{ width }} />
    </span>
  );
}
