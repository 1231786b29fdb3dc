import { defineConfig } from 'vite';

/** `npx vite build infra/gateway/console`: paths are relative to this folder, which is Vite's root. */
export default defineConfig({
  base: '/console/',
  build: {
    outDir: '../../../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // The polyfill is for browsers older than the target.
    modulePreload: { polyfill: false },
    // The policy allows images from data URLs but no other inlined thing.
    assetsInlineLimit: (file) => (file.endsWith('.svg') ? undefined : false),
  },
});
