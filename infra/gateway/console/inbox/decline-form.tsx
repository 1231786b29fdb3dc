/** Why not: the reason goes to the audit log, and to whoever improves the texts. */
import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  decline(reason: { reason?: string }): void;
  cancel(): void;
}

export function DeclineForm({ decline, cancel }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState('');
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="decline"
      onSubmit={(event) => {
        event.preventDefault();
        decline(reason.trim() ? { reason: reason.trim() } : {});
      }}
      onKeyDown={(event) => event.key === 'Escape' && cancel()}
    >
      <label>
        Why not? (may stay empty)
        <input
          ref={field}
          maxLength={500}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <div class="actions">
        <button type="submit" class="danger">
          Decline
        </button>
        <button type="button" class="quiet" onClick={cancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
