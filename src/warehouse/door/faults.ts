/** Failures of the machine in the user's words. */
import { HeadwaterError } from '../../errors.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether the disk, rather than the file, is at fault: nothing further can be delivered. */
export function isDiskFull(error: unknown): boolean {
  return (
    (error instanceof HeadwaterError && error.code === 'disk-full') ||
    codeOf(error) === 'ENOSPC' ||
    /No space left on device|could not write block/i.test(messageOf(error))
  );
}

/** Any failure while a file is read, as a coded error that names the file. */
export function readingFault(error: unknown, fileName: string): HeadwaterError {
  if (error instanceof HeadwaterError) return error;
  const detail = messageOf(error);
  const more = { detail, cause: error };
  if (isDiskFull(error)) {
    return new HeadwaterError('fault', 'disk-full', 'The disk is full, so nothing was delivered.', {
      ...more,
      advice: 'Free some space and deliver the same files again.',
    });
  }
  const code = codeOf(error);
  if (code === 'ENOENT') {
    return new HeadwaterError('not-found', 'file-vanished', `“${fileName}” is not there.`, {
      ...more,
      advice: 'Check the name and that the file has not been moved while it was read.',
    });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new HeadwaterError('bad-input', 'file-unreadable', `“${fileName}” may not be read by this account.`, { ...more, advice: 'Change its permissions.' });
  }
  if (code === 'EISDIR') return new HeadwaterError('bad-input', 'file-is-folder', `“${fileName}” is a folder.`, more);
  if (code === 'Z_BUF_ERROR') {
    return new HeadwaterError('bad-input', 'file-truncated', `“${fileName}” is cut short: its end is missing.`, {
      ...more,
      advice: 'Copy or download it again.',
    });
  }
  if (code.startsWith('Z_') || code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END') {
    return new HeadwaterError('bad-input', 'file-damaged', `“${fileName}” is damaged and cannot be unpacked.`, {
      ...more,
      advice: 'Copy or download it again.',
    });
  }
  return new HeadwaterError('fault', 'file-failed', `“${fileName}” could not be read.`, { ...more, advice: 'The log has the details.' });
}
