package io.harden4j.checkpoint.crypto;

import io.harden4j.checkpoint.CheckpointStore;
import io.harden4j.testkit.StoreOpener;
import io.harden4j.testkit.kill.FaultPoints;
import java.nio.file.Path;
import java.time.InstantSource;

/** Main class of a child: seals the values of a store anew until it is done or killed. */
public final class RekeyedProcess {
  private RekeyedProcess() {}

  /** Takes the name of the store's opener, the directory and the number of threads. */
  public static void main(String[] args) throws ReflectiveOperationException {
    StoreOpener opener = Class.forName(args[0])
        .asSubclass(StoreOpener.class)
        .getDeclaredConstructor()
        .newInstance();
    try (CheckpointStore store =
            opener.open(Path.of(args[1], "store"), InstantSource.system(), FaultPoints.ofChild());
        RotationScene scene = new RotationScene(store, Integer.parseInt(args[2]))) {
      scene.keys.add(RotationScene.ACME, "k2");
      Rekey.builder(store, scene.cipher()).build().tenant(RotationScene.ACME);
    }
  }
}
