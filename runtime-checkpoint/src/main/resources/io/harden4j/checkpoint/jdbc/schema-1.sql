-- Version 1 of the schema. {words} in braces are what differs between databases. Texts are written so that
-- they hold any characters (see Names.java); times are nanoseconds since 1970, ends of leases milliseconds.

-- One row a thread: who may write. last_seq and last_value are numbers that were given out to what was deleted.
CREATE TABLE h4j_thread (
  id {identity},
  name_hash {bytes} NOT NULL,
  tenant_key BIGINT NOT NULL,
  tenant {text} NOT NULL,
  name {text} NOT NULL,
  last_seq BIGINT NOT NULL,
  last_value BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  lease_end BIGINT NOT NULL,
  owner_host {text} NOT NULL,
  owner_pid BIGINT NOT NULL,
  owner_start BIGINT NOT NULL,
  owner_name {text} NOT NULL
){updated};
CREATE UNIQUE INDEX h4j_thread_name ON h4j_thread (name_hash);
CREATE INDEX h4j_thread_tenant ON h4j_thread (tenant_key);

-- One row a branch: where it stands. A head that runs or waits may be work for somebody from wake_at on.
CREATE TABLE h4j_branch (
  thread BIGINT NOT NULL,
  name_hash {bytes} NOT NULL,
  tenant_key BIGINT NOT NULL,
  name {text} NOT NULL,
  head BIGINT NOT NULL,
  forked_from BIGINT NOT NULL,
  graph {text} NOT NULL,
  status {text} NOT NULL,
  wake_at BIGINT NOT NULL,
  PRIMARY KEY (thread, name_hash)
){updated};
CREATE INDEX h4j_branch_tenant ON h4j_branch (tenant_key);
CREATE INDEX h4j_branch_work ON h4j_branch (wake_at) WHERE status IN ('RUNNING', 'SUSPENDED');

-- An immutable point of a branch. value_ids names the newest entry of each key that it sees.
CREATE TABLE h4j_checkpoint (
  thread BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  branch_hash {bytes} NOT NULL,
  made_at BIGINT NOT NULL,
  status {text} NOT NULL,
  cause {text} NOT NULL,
  step INTEGER NOT NULL,
  run_key BIGINT NOT NULL,
  line BIGINT NOT NULL,
  least_visit INTEGER NOT NULL,
  value_ids {text} NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (thread, seq)
);
CREATE INDEX h4j_checkpoint_time ON h4j_checkpoint (thread, made_at);

CREATE TABLE h4j_tag (
  thread BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  tag_hash {bytes} NOT NULL,
  PRIMARY KEY (thread, seq, tag_hash)
);

-- One entry of a key: a whole value (base 0), or what was added to the entry that base names.
CREATE TABLE h4j_value (
  thread BIGINT NOT NULL,
  id BIGINT NOT NULL,
  base BIGINT NOT NULL,
  ns {text} NOT NULL,
  name {text} NOT NULL,
  version BIGINT NOT NULL,
  kind {text} NOT NULL,
  codec {text} NOT NULL,
  codec_schema INTEGER NOT NULL,
  key_id {text} NOT NULL,
  data {bytes} NOT NULL,
  PRIMARY KEY (thread, id)
);

-- Newest attempt of each task. line names branch and epoch, so that a head finds its records without reading history.
CREATE TABLE h4j_task (
  thread BIGINT NOT NULL,
  task_hash {bytes} NOT NULL,
  line BIGINT NOT NULL,
  visit INTEGER NOT NULL,
  seq BIGINT NOT NULL,
  attempt INTEGER NOT NULL,
  state {text} NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (thread, task_hash)
);
CREATE INDEX h4j_task_line ON h4j_task (thread, line, visit);

-- States of each effect: the newest, and those that older checkpoints saw.
CREATE TABLE h4j_effect (
  thread BIGINT NOT NULL,
  effect_hash {bytes} NOT NULL,
  seq BIGINT NOT NULL,
  task_hash {bytes} NOT NULL,
  line BIGINT NOT NULL,
  visit INTEGER NOT NULL,
  state {text} NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (thread, effect_hash, seq)
);
CREATE INDEX h4j_effect_line ON h4j_effect (thread, line, visit);

CREATE TABLE h4j_question (
  id_hash {bytes} NOT NULL PRIMARY KEY,
  thread BIGINT NOT NULL,
  task_hash {bytes} NOT NULL,
  line BIGINT NOT NULL,
  visit INTEGER NOT NULL,
  tenant_key BIGINT NOT NULL,
  id {text} NOT NULL,
  kind {text} NOT NULL,
  audience {text} NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  waiting INTEGER NOT NULL,
  revision BIGINT NOT NULL,
  body {bytes} NOT NULL
);
CREATE INDEX h4j_question_line ON h4j_question (thread, line, visit);
CREATE INDEX h4j_question_inbox ON h4j_question (tenant_key, asked_at) WHERE waiting = 1;

-- Which effect used an approval up.
CREATE TABLE h4j_spent (
  thread BIGINT NOT NULL,
  question_hash {bytes} NOT NULL,
  effect_hash {bytes} NOT NULL,
  task_hash {bytes} NOT NULL,
  PRIMARY KEY (thread, question_hash)
);

-- What outlives a run: counters, flags, spent grants.
CREATE TABLE h4j_counter (
  name_hash {bytes} NOT NULL PRIMARY KEY,
  tenant {text} NOT NULL,
  name {text} NOT NULL,
  amount BIGINT NOT NULL
){updated};

CREATE TABLE h4j_flag (
  name_hash {bytes} NOT NULL PRIMARY KEY,
  tenant_hash {bytes} NOT NULL,
  tenant {text} NOT NULL,
  name {text} NOT NULL,
  value {text} NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX h4j_flag_tenant ON h4j_flag (tenant_hash);

CREATE TABLE h4j_grant (
  name_hash {bytes} NOT NULL PRIMARY KEY,
  tenant {text} NOT NULL,
  name {text} NOT NULL
);

{fences};

-- What other processes are told, where the database has no other way.
{notices};
