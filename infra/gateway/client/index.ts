/** The client library: what a browser or a Node program imports. Its one dependency is the platform's WebSocket. */
export type { Offset, Owner, StreamOptions, Topic, Warm } from '../../../schemas/frames.ts';
export type { StreamingInsight } from '../../../schemas/insight.ts';
export { type Client, type ClientOptions, connect } from './connect.ts';
export type { ConnectionState, ErrorFrame, Timing } from './connection.ts';
export {
  type LeadStream,
  type LeadStreamOptions,
  type LeadsTopic,
  type Opening,
  RefusedError,
} from './lead-stream.ts';
export type { Fetch, SocketConstructor, SocketLike } from './platform.ts';
