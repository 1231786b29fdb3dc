/** A mail relay of our own, with the manners of {@link FakeProvider}. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Behaviour, FakeProvider, Seen } from './provider.ts';

const said = (responseCode: number, words: string) => Object.assign(new Error(words), { responseCode });

export async function startFakeRelay(): Promise<Omit<FakeProvider, 'word'>> {
  const seen: Seen[] = [];
  let behaviour: Behaviour = 'take';
  let listener: (seen: Seen) => void = () => {};
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, done) {
      if (behaviour === 'busy') return done(said(451, '4.7.1 greylisted, try again'));
      if (behaviour === 'refuse') return done(said(550, '5.1.1 <ann@example.com> no such user'));
      done();
    },
    onData(stream, session, done) {
      let body = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        const one = { path: to, headers: {}, body };
        seen.push(one);
        listener(one);
        if (behaviour === 'hang') return;
        if (behaviour === 'drop') return dropAll();
        if (behaviour === 'break') return done(said(451, '4.3.0 local error in processing'));
        done();
      });
    },
  });
  const dropAll = () => {
    for (const connection of server.connections) connection._socket.destroy();
  };
  server.on('error', () => {}); // a client that goes away is part of the game
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    seen,
    behave: (next) => {
      behaviour = next;
    },
    onSeen: (next) => {
      listener = next;
    },
    stop: () =>
      new Promise((done) => {
        dropAll();
        server.close(() => done());
      }),
  };
}
