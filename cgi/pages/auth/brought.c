/* brought.c: what an account that joins brings: its password's key, its bundle, its public keys. */

#include <string.h>

#include "auth/password.h"
#include "db/bytea.h"
#include "pages/auth/answers.h"
#include "pages/auth/brought.h"
#include "pages/auth/check.h"
#include "seal/objects.h"

static enum status
check_bundle(struct ctx *c, const char *text, const struct invited *who)
{
	struct bundle bundle;
	enum status st;

	st = bundle_read(c->arena, text, strlen(text), &bundle);
	if (st != OK)
		return st;
	return strcmp(bundle.inst, who->inst) == 0 &&
	    strcmp(bundle.user, who->user) == 0 ? OK : INVALID;
}

/* The proof is by the key that is brought, for who was invited. */
static enum status
read_keys(struct ctx *c, const struct value *in, const struct invited *who,
    struct brought *out)
{
	unsigned char inst[UUID_LEN], user[UUID_LEN], proof[SIG_LEN];
	unsigned char sig_pub[SIG_PUB_LEN], enc_pub[ENC_PUB_LEN];
	enum status st;

	if ((st = uuid_parse(who->inst, inst)) != OK ||
	    (st = uuid_parse(who->user, user)) != OK ||
	    (st = read_bytes(&in[SIG_PUB], sig_pub, sizeof(sig_pub))) != OK ||
	    (st = read_bytes(&in[ENC_PUB], enc_pub, sizeof(enc_pub))) != OK ||
	    (st = read_bytes(&in[PROOF], proof, sizeof(proof))) != OK)
		return st;
	out->sig_pub = bytea_text(c->arena, sig_pub, sizeof(sig_pub));
	out->enc_pub = bytea_text(c->arena, enc_pub, sizeof(enc_pub));
	out->proof = bytea_text(c->arena, proof, sizeof(proof));
	return enrolment_verify(c->arena, &(struct enrolment){
	    .inst = inst,
	    .user = user,
	    .login = who->login,
	    .sig_pub = sig_pub,
	    .enc_pub = enc_pub,
	}, proof);
}

enum status
brought_read(struct ctx *c, const struct value in[BROUGHT_LEN],
    const struct invited *who, struct brought *out)
{
	enum status st;

	out->bundle = in[BUNDLE].text;
	if ((st = check_bundle(c, out->bundle, who)) != OK ||
	    (st = read_keys(c, in, who, out)) != OK)
		return st;
	return verifier_new(c, &in[AUTH_KEY], &out->salt, &out->verifier);
}
