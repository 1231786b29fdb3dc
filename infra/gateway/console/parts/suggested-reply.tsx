/** What a person could answer, and a way to take it along. */
import { useState } from 'preact/hooks';

/** @param kind what the text is, as its reader calls it */
export const SuggestedReply = ({ text, kind = 'Suggested reply' }: { text: string; kind?: string }) => (
  <blockquote class="preview suggested">
    <p class="text">{text}</p>
    <footer class="muted">{kind}</footer>
  </blockquote>
);

const SAID = { yes: 'Copied', failed: 'Could not copy' };

export function CopyButton({ text, label = 'Copy reply' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState<keyof typeof SAID>();
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      {copied ? SAID[copied] : label}
    </button>
  );
}
