"""The tables of what a person enters, of the first release. Released: never change this text."""

OBJECTS = """
CREATE TABLE "entity" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL,
    "legal_name" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "licence_classes" TEXT NOT NULL,
    "regulators" TEXT NOT NULL,
    "is_group" INTEGER NOT NULL CHECK ("is_group" IN (0, 1)),
    "parent_id" TEXT REFERENCES "entity" ("id") DEFERRABLE INITIALLY DEFERRED,
    "registration" TEXT NOT NULL
) STRICT;

CREATE TABLE "person" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL,
    "job_title" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "printable_name" TEXT NOT NULL,
    "os_user" TEXT NOT NULL
) STRICT;

CREATE TABLE "role_holding" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "person_id" TEXT REFERENCES "person" ("id") DEFERRABLE INITIALLY DEFERRED,
    "role" TEXT NOT NULL,
    "entity_id" TEXT REFERENCES "entity" ("id") DEFERRABLE INITIALLY DEFERRED,
    "from_date" TEXT NOT NULL,
    "to_date" TEXT NOT NULL,
    "limit" TEXT NOT NULL,
    "instrument" TEXT NOT NULL
) STRICT;

CREATE TABLE "certificate_binding" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "person_id" TEXT REFERENCES "person" ("id") DEFERRABLE INITIALLY DEFERRED,
    "fingerprint" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "is_evaluation" INTEGER NOT NULL CHECK ("is_evaluation" IN (0, 1)),
    "valid_from" TEXT NOT NULL,
    "valid_to" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "ended_at" TEXT NOT NULL
) STRICT;

CREATE TABLE "body" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "entity_id" TEXT REFERENCES "entity" ("id") DEFERRABLE INITIALLY DEFERRED,
    "terms_of_reference" TEXT NOT NULL,
    "quorum" INTEGER NOT NULL,
    "member_ids" TEXT NOT NULL
) STRICT;

CREATE TABLE "vendor" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "contract" TEXT NOT NULL,
    "sub_processors" TEXT NOT NULL,
    "certificates" TEXT NOT NULL,
    "outsourcing_class" TEXT NOT NULL
) STRICT;

CREATE TABLE "model" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "vendor_id" TEXT REFERENCES "vendor" ("id") DEFERRABLE INITIALLY DEFERRED,
    "description" TEXT NOT NULL
) STRICT;

CREATE TABLE "system" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "model_ids" TEXT NOT NULL,
    "vendor_id" TEXT REFERENCES "vendor" ("id") DEFERRABLE INITIALLY DEFERRED,
    "description" TEXT NOT NULL,
    "hosting" TEXT NOT NULL,
    "tools" TEXT NOT NULL
) STRICT;

CREATE TABLE "use_case" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "reference" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "owner_id" TEXT REFERENCES "person" ("id") DEFERRABLE INITIALLY DEFERRED,
    "entity_ids" TEXT NOT NULL,
    "triage" TEXT NOT NULL,
    "own_fields" TEXT NOT NULL,
    "retired_on" TEXT NOT NULL
) STRICT;

CREATE TABLE "use_case_version" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "use_case_id" TEXT REFERENCES "use_case" ("id") DEFERRABLE INITIALLY DEFERRED,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "system_ids" TEXT NOT NULL,
    "baseline_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "summary" TEXT NOT NULL,
    "flows_complete" INTEGER NOT NULL CHECK ("flows_complete" IN (0, 1))
) STRICT;

CREATE TABLE "deployment" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "version_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "entity_id" TEXT REFERENCES "entity" ("id") DEFERRABLE INITIALLY DEFERRED,
    "place" TEXT NOT NULL,
    "population" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "from_date" TEXT NOT NULL,
    "to_date" TEXT NOT NULL
) STRICT;

CREATE TABLE "data_flow" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "version_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "name" TEXT NOT NULL,
    "data_classes" TEXT NOT NULL,
    "collected_in" TEXT NOT NULL,
    "stored_in" TEXT NOT NULL,
    "processed_in" TEXT NOT NULL,
    "accessed_from" TEXT NOT NULL,
    "given_to" TEXT NOT NULL,
    "vendor_id" TEXT REFERENCES "vendor" ("id") DEFERRABLE INITIALLY DEFERRED,
    "mechanism" TEXT NOT NULL,
    "note" TEXT NOT NULL
) STRICT;

CREATE TABLE "fact" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "key" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "stated_by" TEXT NOT NULL,
    "stated_at" TEXT NOT NULL
) STRICT;

CREATE TABLE "evidence" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "number" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "dated" TEXT NOT NULL,
    "valid_until" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "covers" TEXT NOT NULL,
    "disclosure" TEXT NOT NULL,
    "cleared_for" TEXT NOT NULL,
    "note" TEXT NOT NULL
) STRICT;

CREATE TABLE "answer" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "version_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "status" TEXT NOT NULL,
    "control_id" TEXT NOT NULL,
    "requirement_id" TEXT NOT NULL,
    "entity_ids" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "evidence_ids" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "expires" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "second_person" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "disclosure" TEXT NOT NULL
) STRICT;

CREATE TABLE "determination" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "version_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "entity_id" TEXT REFERENCES "entity" ("id") DEFERRABLE INITIALLY DEFERRED,
    "subject" TEXT NOT NULL,
    "proposed" TEXT NOT NULL,
    "determined" TEXT NOT NULL,
    "reasons" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "second_person" TEXT NOT NULL
) STRICT;

CREATE TABLE "sign_off" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "version_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "stage_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "capacity" TEXT NOT NULL,
    "entity_ids" TEXT NOT NULL,
    "snapshot_sha256" TEXT NOT NULL,
    "review_copy_sha256" TEXT NOT NULL,
    "decided_on" TEXT NOT NULL,
    "recorded_at" TEXT NOT NULL,
    "person_id" TEXT REFERENCES "person" ("id") DEFERRABLE INITIALLY DEFERRED,
    "body_id" TEXT REFERENCES "body" ("id") DEFERRABLE INITIALLY DEFERRED,
    "minute_reference" TEXT NOT NULL,
    "present_ids" TEXT NOT NULL,
    "dissent" TEXT NOT NULL,
    "recused_ids" TEXT NOT NULL,
    "extract_id" TEXT REFERENCES "evidence" ("id") DEFERRABLE INITIALLY DEFERRED,
    "comment" TEXT NOT NULL,
    "places" TEXT NOT NULL,
    "population" TEXT NOT NULL,
    "until" TEXT NOT NULL,
    "assurance" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "certificate_fingerprint" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "imported" INTEGER NOT NULL CHECK ("imported" IN (0, 1))
) STRICT;

CREATE TABLE "condition" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "version_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "sign_off_id" TEXT REFERENCES "sign_off" ("id") DEFERRABLE INITIALLY DEFERRED,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "limit" TEXT NOT NULL,
    "owner_id" TEXT REFERENCES "person" ("id") DEFERRABLE INITIALLY DEFERRED,
    "due" TEXT NOT NULL,
    "monitored_by" TEXT NOT NULL,
    "discharged_at" TEXT NOT NULL,
    "discharged_by" TEXT NOT NULL,
    "discharge_evidence_ids" TEXT NOT NULL
) STRICT;

CREATE TABLE "dossier_record" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "number" TEXT NOT NULL,
    "dossier_version" INTEGER NOT NULL,
    "version_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "entity_id" TEXT REFERENCES "entity" ("id") DEFERRABLE INITIALLY DEFERRED,
    "kind" TEXT NOT NULL,
    "addressee" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "twin_sha256" TEXT NOT NULL,
    "pdf_sha256" TEXT NOT NULL,
    "sealed_at" TEXT NOT NULL,
    "checkpoint_size" INTEGER NOT NULL,
    "checkpoint_root" TEXT NOT NULL,
    "pages" INTEGER NOT NULL,
    "warnings" TEXT NOT NULL
) STRICT;

CREATE TABLE "review_copy" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "version_id" TEXT REFERENCES "use_case_version" ("id") DEFERRABLE INITIALLY DEFERRED,
    "entity_id" TEXT REFERENCES "entity" ("id") DEFERRABLE INITIALLY DEFERRED,
    "kind" TEXT NOT NULL,
    "snapshot_sha256" TEXT NOT NULL,
    "pages_sha256" TEXT NOT NULL,
    "made_at" TEXT NOT NULL,
    "page_count" INTEGER NOT NULL
) STRICT;

CREATE TABLE "signing" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "dossier_id" TEXT REFERENCES "dossier_record" ("id") DEFERRABLE INITIALLY DEFERRED,
    "field" TEXT NOT NULL,
    "person_id" TEXT REFERENCES "person" ("id") DEFERRABLE INITIALLY DEFERRED,
    "certificate_fingerprint" TEXT NOT NULL,
    "signed_at" TEXT NOT NULL,
    "is_evaluation" INTEGER NOT NULL CHECK ("is_evaluation" IN (0, 1)),
    "pdf_sha256" TEXT NOT NULL
) STRICT;

CREATE TABLE "installed_pack" (
    "id" TEXT PRIMARY KEY NOT NULL,
    "pack_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "installed_at" TEXT NOT NULL,
    "installed_by" TEXT NOT NULL,
    "body" TEXT NOT NULL
) STRICT;

CREATE INDEX "entity_parent_id" ON "entity" ("parent_id");

CREATE INDEX "role_holding_person_id" ON "role_holding" ("person_id");

CREATE INDEX "role_holding_entity_id" ON "role_holding" ("entity_id");

CREATE INDEX "certificate_binding_person_id" ON "certificate_binding" ("person_id");

CREATE INDEX "body_entity_id" ON "body" ("entity_id");

CREATE INDEX "model_vendor_id" ON "model" ("vendor_id");

CREATE INDEX "system_vendor_id" ON "system" ("vendor_id");

CREATE INDEX "use_case_owner_id" ON "use_case" ("owner_id");

CREATE INDEX "use_case_version_use_case_id" ON "use_case_version" ("use_case_id");

CREATE INDEX "use_case_version_baseline_id" ON "use_case_version" ("baseline_id");

CREATE INDEX "deployment_version_id" ON "deployment" ("version_id");

CREATE INDEX "deployment_entity_id" ON "deployment" ("entity_id");

CREATE INDEX "data_flow_version_id" ON "data_flow" ("version_id");

CREATE INDEX "data_flow_vendor_id" ON "data_flow" ("vendor_id");

CREATE INDEX "answer_version_id" ON "answer" ("version_id");

CREATE INDEX "determination_version_id" ON "determination" ("version_id");

CREATE INDEX "determination_entity_id" ON "determination" ("entity_id");

CREATE INDEX "sign_off_version_id" ON "sign_off" ("version_id");

CREATE INDEX "sign_off_person_id" ON "sign_off" ("person_id");

CREATE INDEX "sign_off_body_id" ON "sign_off" ("body_id");

CREATE INDEX "sign_off_extract_id" ON "sign_off" ("extract_id");

CREATE INDEX "condition_version_id" ON "condition" ("version_id");

CREATE INDEX "condition_sign_off_id" ON "condition" ("sign_off_id");

CREATE INDEX "condition_owner_id" ON "condition" ("owner_id");

CREATE INDEX "dossier_record_version_id" ON "dossier_record" ("version_id");

CREATE INDEX "dossier_record_entity_id" ON "dossier_record" ("entity_id");

CREATE INDEX "review_copy_version_id" ON "review_copy" ("version_id");

CREATE INDEX "review_copy_entity_id" ON "review_copy" ("entity_id");

CREATE INDEX "signing_dossier_id" ON "signing" ("dossier_id");

CREATE INDEX "signing_person_id" ON "signing" ("person_id");

CREATE INDEX "fact_subject_id" ON "fact" ("subject_id");

"""
