/** Actions and reads whose permission is a key of the policy table. */
import { makeDefine } from '../register/index.ts';
import type { PolicyKey } from './policy.ts';

export const { defineAction, defineRead } = makeDefine<PolicyKey>();
