/**
 * Gradients of all operations, for training; forecasting does without. TensorFlow.js's core leaves them out of its
 * CommonJS build, and the layers package brings them into the registry that all of its packages share.
 */
import { createRequire } from 'node:module';
import './backend.ts';

createRequire(import.meta.url)('@tensorflow/tfjs-layers');
