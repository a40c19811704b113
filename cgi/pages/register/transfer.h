/* transfer.h: transfers on the pages of others. */
#ifndef REGISTER_TRANSFER_H
#define REGISTER_TRANSFER_H

#include "db/patients.h"
#include "db/transfers.h"
#include "web/ctx.h"

/*
 * Where the patient stood from when to when (the list "attachments"), and the
 * transfers themselves (the list "transfers", the flag "transfer_open").
 */
void show_transfers(const struct ctx *c, struct view *v,
    const struct patient *p, const struct transfer_list *list);

/* The list "offers" of what waits to be accepted, and the flag "has_offers". */
void show_offers(const struct ctx *c, struct view *v,
    const struct transfer_offers *list);

#endif
