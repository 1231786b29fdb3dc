/** The API documents, made from the schemas that check the data. `doorstep docs` writes them to `generated/`. */
export { createAsyncApi } from './documents/asyncapi.ts';
export { createOpenApi } from './documents/openapi.ts';
