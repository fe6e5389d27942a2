"""The encrypted register file: open, migrate, read, write, journal. The only room that knows SQL.

From other rooms::

    from placet.register.file import create_register, open_register
    from placet.register.journal import Change

    with create_register(path, passphrase, firm="Bank", now=now) as register:
        receipt = register.commit("add_use_case", [Change.put(use_case)], by="who", at=now, subject=use_case.id)
        register.get(UseCase, use_case.id)          # one object or None
        register.all(Fact, subject_id=use_case.id)  # a tuple, oldest first
        register.one(Entity, name="Bank")           # exactly one, else a UserFacingError
        register.search("客服")                      # hits: use_case_id, where, snippet

``now`` and ``at`` are aware datetimes. ``Change.put`` takes any domain object of ``schema.TYPES``, ``Change.remove``
a type and an id, ``Change.blob`` bytes (read back by ``register.blob(sha256)``). Settings that belong to the record
are ``domain.keeping.Setting`` rows: ``register.setting("firm")``.

Besides: ``restoring`` (read the newest backup, restore one), ``backup``, ``checkpoint.verify_note``, ``drafts``,
``evidence_store``, ``fact_matrix`` (predicates asked of the whole register), ``erasing``, ``rekeying``.
"""
