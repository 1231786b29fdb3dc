/** The embedded server's two config files. */
import { INGEST_USER } from './credentials.ts';
import { ANALYST_TABLES, DATABASE } from './tables.ts';

/**
 * Only requests under `/<secret>` are answered, and only the gate knows it: the engine's own `default` user has
 * no password (clickhouse-local signs itself in with it), and its HTTP handlers let a URL parameter choose the user.
 */
export function serverConfig(dir: string, secret: string): string {
  return `<clickhouse>
  <logger><log>${dir}/clickhouse.log</log><size>10M</size><count>2</count></logger>
  <user_directories><users_xml><path>${dir}/users.xml</path></users_xml></user_directories>
  <http_handlers>
    <rule><url>/ping</url><handler><type>ping</type></handler></rule>
    <rule>
      <url>regex:/${secret}(\\?.*)?</url>
      <handler><type>dynamic_query_handler</type><query_param_name>query</query_param_name></handler>
    </rule>
  </http_handlers>
  <access_control_improvements>
    <select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>
    <select_from_information_schema_requires_grant>true</select_from_information_schema_requires_grant>
  </access_control_improvements>
  <max_server_memory_usage_to_ram_ratio>0.5</max_server_memory_usage_to_ram_ratio>
  <mark_cache_size>67108864</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>4</background_schedule_pool_size>
  <merge_tree>
    <number_of_free_entries_in_pool_to_execute_mutation>1</number_of_free_entries_in_pool_to_execute_mutation>
    <number_of_free_entries_in_pool_to_lower_max_size_of_merge>1</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
    <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>1</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
  </merge_tree>
</clickhouse>
`;
}

/** Users need no password here: the gate has checked it before a request reaches the engine. */
export function usersConfig(analysts: readonly { user: string; tenant: string }[]): string {
  return `<clickhouse>
  <profiles>
    <default/>
    <analyst>
      <readonly>1</readonly>
      <max_execution_time>30</max_execution_time>
      <max_memory_usage>1000000000</max_memory_usage>
      <max_concurrent_queries_for_user>4</max_concurrent_queries_for_user>
    </analyst>
  </profiles>
  <quotas><default/></quotas>
  <users>
    <default>${user('default')}</default>
    <${INGEST_USER}>${user('default')}</${INGEST_USER}>
${analysts.map(analystUser).join('\n')}
  </users>
</clickhouse>
`;
}

const user = (profile: string) =>
  `<password></password><networks><ip>127.0.0.1</ip></networks><profile>${profile}</profile><quota>default</quota>`;

function analystUser({ user: name, tenant }: { user: string; tenant: string }): string {
  const filters = ANALYST_TABLES.map((table) => `<${table}><filter>tenant = '${tenant}'</filter></${table}>`);
  const grants = ANALYST_TABLES.map((table) => `<query>GRANT SELECT ON ${DATABASE}.${table}</query>`);
  return `    <${name}>${user('analyst')}
      <grants>${grants.join('')}</grants>
      <databases><${DATABASE}>${filters.join('')}</${DATABASE}></databases>
    </${name}>`;
}
