/** A webhook reaches the internet and nothing around us, whatever its host is called. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { httpPost } from '../../../infra/channels/http-post.ts';
import { isPublic, pinnedTo, resolvePublic } from '../../../infra/channels/public-address.ts';
import { createWebhook } from '../../../infra/channels/webhook.ts';
import { orderOf } from '../../fakes/orders.ts';

const SECRET = `whsec_${Buffer.from('a key for tests only').toString('base64')}`;

describe('addresses that may be called', () => {
  it.each(['93.184.215.14', '8.8.8.8', '2606:4700:4700::1111'])('are those of the internet: %s', (address) =>
    expect(isPublic(address)).toBe(true),
  );

  it.each([
    ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.0.0.7', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...[
      '169.254.169.254',
      '100.64.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '192.0.2.1',
      '198.18.0.1',
      '240.0.0.1',
    ],
    ...['::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1'],
    ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'not an address', ''],
  ])('are not %s', (address) => expect(isPublic(address)).toBe(false));
});

describe('a webhook', () => {
  it.each([
    ...['http://127.0.0.1/', 'http://localhost/', 'http://[::1]/', 'http://[::ffff:127.0.0.1]/', 'http://0/'],
    ...[
      'http://2130706433/',
      'http://0x7f.1/',
      'http://017700000001/',
      'http://169.254.169.254/latest/meta-data/',
    ],
  ])('does not call %s', async (url) => {
    const webhook = createWebhook({ url, secret: SECRET });
    const sent = await webhook.send(orderOf(), 'ann', AbortSignal.timeout(2000));
    expect(sent).toEqual({ kind: 'rejected', reason: 'the host is not on the public internet' });
  });

  it('is refused by one address among many that may not be called', async () => {
    const found = await resolvePublic('127.0.0.1', (address) => address !== '127.0.0.1');
    expect(found).toHaveProperty('refused');
  });

  it('is called where it was looked up, whatever its name says then, and follows no redirect', async () => {
    let calls = 0;
    const server = createServer((_request, response) => {
      calls++;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const lookup = pinnedTo([{ address: '127.0.0.1', family: 4 }]);
    const url = new URL(`http://a-name-nobody-knows.invalid:${port}/`);
    const posted = await httpPost({ url, headers: {}, body: '{}', lookup }, AbortSignal.timeout(2000));
    expect(posted).toMatchObject({ kind: 'answered', status: 302 });
    expect(calls).toBe(1);
    const webhook = createWebhook({ url: `http://127.0.0.1:${port}/`, secret: SECRET, mayReach: () => true });
    expect(await webhook.send(orderOf(), 'ann', AbortSignal.timeout(2000))).toMatchObject({
      kind: 'rejected',
    });
    expect(calls).toBe(2);
    server.close();
  });
});
