"""Where the expression is worked out: DuckDB in this process, or Spark on as many machines as there are.

Both read the same Parquet files and keep what is needed more than once; neither knows a figure.
"""

import importlib.util
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

MEMORY = "1GB"
QUIET = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
ALONE = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "4"}


class NoSpark(RuntimeError):
    """The extra `spark` is not installed, or there is no Java to run it."""


class Engine(ABC):
    """What counting asks of an engine. `folder` is thrown away at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def read(self, files: Sequence[Path]) -> ibis.Table:
        """The rows of Parquet files of one shape."""

    @abstractmethod
    def keep(self, name: str, table: ibis.Table) -> ibis.Table:
        """Work `table` out once, so that what stands on it need not."""

    def given(self, name: str, table: pa.Table) -> ibis.Table:
        pq.write_table(table, path := self.folder / f"{name}.parquet")
        return self.read([path])

    @abstractmethod
    def rows(self, table: ibis.Table) -> list[dict[str, Any]]:
        """Work it out and bring it here: for what is small."""


class DuckDB(Engine):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.connection = ibis.duckdb.connect(
            memory_limit=MEMORY, temp_directory=str(folder / "spilled"), preserve_insertion_order=False
        )

    def read(self, files: Sequence[Path]) -> ibis.Table:
        return self.connection.read_parquet([str(file) for file in files])

    def keep(self, name: str, table: ibis.Table) -> ibis.Table:
        return self.connection.create_table(name, table, temp=True)

    def rows(self, table: ibis.Table) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
        return found


class Spark(Engine):
    def __init__(self, folder: Path, session: Any) -> None:
        super().__init__(folder)
        self.session = session
        self.connection = ibis.pyspark.connect(session)
        self.views = 0

    def read(self, files: Sequence[Path]) -> ibis.Table:
        """By a view of Spark's own: Ibis hands one path only to it."""
        self.views += 1
        name = f"read_{self.views}"
        self.session.read.parquet(*map(str, files)).createOrReplaceTempView(name)
        return self.connection.table(name)

    def keep(self, name: str, table: ibis.Table) -> ibis.Table:
        table.to_parquet(path := self.folder / name)
        return self.read([path])

    def rows(self, table: ibis.Table) -> list[dict[str, Any]]:
        """Not through pandas, which makes numbers with gaps into floats."""
        return [row.asDict() for row in self.session.sql(self.connection.compile(table)).collect()]


@contextmanager
def engine(name: str, master: str, folder: Path | None = None) -> Iterator[Engine]:
    """`duckdb`, or `spark` with Spark's own address of a master. Raises NoSpark."""
    with TemporaryDirectory(prefix="tabard-count-", dir=folder) as scratch:
        if name == "spark":
            with spark_session(master) as session:
                yield Spark(Path(scratch), session)
        else:
            yield (here := DuckDB(Path(scratch)))
            here.connection.disconnect()


@contextmanager
def spark_session(master: str) -> Iterator[Any]:
    if importlib.util.find_spec("pyspark") is None:
        raise NoSpark("Spark is not installed here. This brings it: pip install 'tabard[spark]'")
    sql = importlib.import_module("pyspark.sql")
    logging.getLogger("py4j").setLevel(logging.WARNING)
    try:
        session = (
            sql.SparkSession.builder.master(master)
            .appName("tabard tweetathon")
            .config(map=QUIET | (ALONE if master.startswith("local") else {}))
            .getOrCreate()
        )
    except RuntimeError as error:
        raise NoSpark("Spark needs Java 17. On Debian: apt-get install openjdk-17-jre-headless") from error
    try:
        yield session
    finally:
        session.stop()
