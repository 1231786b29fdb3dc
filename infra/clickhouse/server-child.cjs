/**
 * ClickHouse's engine and HTTP stack in this process, through clickhouse-local (it is not clickhouse-server).
 * The last query reads stdin until its end, so the server lives as long as its parent holds the pipe open.
 * CommonJS, because the call below never returns until then.
 * Arguments: HTTP port, config file, data folder.
 */
const { open, load, DataType } = require('ffi-rs');
const { libchdbPath } = require('chdb/libchdb');

const [port, config, data] = process.argv.slice(2);
const args = [
  'clickhouse-local',
  ...[`--config-file=${config}`, `--path=${data}`, '--log-level=error'],
  ...[`--http_port=${port}`, '--listen_host=127.0.0.1'],
  ...['--structure=line String', '--input-format=LineAsString'],
  ...['--query', 'SYSTEM START LISTEN HTTP; SELECT count() FROM table FORMAT Null'],
];
open({ library: 'chdb', path: libchdbPath() });
load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length, args],
});
process.exit(0);
