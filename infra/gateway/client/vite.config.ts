import { defineConfig } from 'vite';

/** `npx vite build infra/gateway/client`: one module without an import, for browsers and Node. */
export default defineConfig({
  build: {
    lib: { entry: 'index.ts', formats: ['es'], fileName: 'doorstep-client' },
    outDir: '../../../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
  },
});
