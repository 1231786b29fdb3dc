/** Asks for an access token: where the address brought none, or the gateway refused it. */
import { useState } from 'preact/hooks';
import doorUrl from '../door.svg';

export function TokenForm({ reason, use }: { reason: string | undefined; use(token: string): void }) {
  const [token, setToken] = useState('');
  return (
    <main class="gate">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim()) use(token);
        }}
      >
        <img src={doorUrl} alt="" width="44" height="44" />
        <h1>Doorstep</h1>
        {reason && (
          <p class="notice" role="alert">
            {reason}
          </p>
        )}
        <label for="token">Paste your token</label>
        <input
          id="token"
          type="password"
          autoComplete="off"
          spellcheck={false}
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <button type="submit">Open the console</button>
        <p class="hint">
          <code>make demo</code> and <code>make start</code> print a link that carries one. It stays in this
          tab and is gone when you close it.
        </p>
      </form>
    </main>
  );
}
