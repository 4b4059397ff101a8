export { fileFields, inputSchema, jsonText, unpackFiles } from './carried.ts';
export { type FileContent, fileContent, requiredFile } from './content.ts';
export { type DocumentFile, readDocument, storeDocument } from './store.ts';
