// @ts-check
/** @file home.js: the first page after signing in brings the names up to date for the next ones. */
import { synchronise } from "../ui/documents.js"

export const start = () => { void synchronise() }
