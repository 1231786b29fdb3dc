/** The small words every schema is built from, and one way to say what is wrong with a value. */
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** A brokerage. Nothing crosses tenants. */
export const Tenant = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'Brokerage slug' });

/** Any printable id up to 128 characters; providers put `+`, `:` and spaces in theirs, so those are fine. */
export const Id = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });

/** Event time on the wire: RFC 3339 text or epoch milliseconds. */
export const At = Type.Union([Type.String({ maxLength: 40, description: 'RFC 3339' }), Type.Integer()], {
  description: 'RFC 3339, or epoch milliseconds',
});

/** RFC 3339 time as Doorstep writes it. */
export const Time = Type.String({ description: 'RFC 3339' });
export const Probability = Type.Number({ minimum: 0, maximum: 1 });

export const Channel = Type.Enum(['sms', 'email', 'webchat', 'whatsapp', 'voicemail', 'call']);
export type Channel = Static<typeof Channel>;

/** What is wrong with a value, in words its sender can act on. */
export interface Problem {
  field: string;
  message: string;
  fix: string;
}

/** A compiled schema: `check` returns null when the value is right, else the first problem. */
export interface Checker<T> {
  schema: TSchema;
  is(value: unknown): value is T;
  check(value: unknown): Problem | null;
}

/** Compiles a schema once; throws only if the schema itself is broken. */
export function checker<S extends TSchema>(schema: S): Checker<Static<S>> {
  const compiled = Compile(schema);
  return {
    schema,
    is: (value): value is Static<S> => compiled.Check(value),
    check(value) {
      if (compiled.Check(value)) return null;
      const error = compiled.Errors(value)[0];
      return describe(error as SchemaError | undefined);
    },
  };
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  message: string;
  params: Record<string, unknown>;
}

function describe(error: SchemaError | undefined): Problem {
  if (!error) return { field: '(root)', message: 'does not match the schema', fix: 'See /docs/openapi.json' };
  const missing = (error.params.requiredProperties as string[] | undefined)?.[0];
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const field = [path, missing].filter(Boolean).join('.') || '(root)';
  if (missing) return { field, message: 'is missing', fix: `Add "${missing}"` };
  if (error.keyword === 'boolean')
    return { field, message: 'is not known here', fix: `Leave ${path.split('.').at(-1)} out` };
  const allowed = error.params.allowedValues as unknown[] | undefined;
  if (allowed)
    return { field, message: 'is not one of the known values', fix: `Use one of: ${allowed.join(', ')}` };
  return { field, message: error.message, fix: `Make ${field} match: ${error.message}` };
}
