package org.prefbench.core;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** What went wrong with a file, in the words of the system rather than in the names of classes. */
public final class FileErrors {
  private FileErrors() {}

  /** Returns the reason, such as {@code No space left on device}; whoever asks names the file. */
  public static String reason(IOException error) {
    if (error instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (error instanceof AccessDeniedException) {
      return "permission denied";
    } else if (error instanceof FileAlreadyExistsException) {
      return "it exists already";
    } else if (error instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    } else if (error instanceof NotDirectoryException) {
      return "it is no folder";
    } else if (error instanceof FileSystemLoopException) {
      return "its links go in a circle";
    } else if (error instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    } else if (error.getCause() instanceof IOException cause) {
      return reason(cause); // of a library that only says that it could not
    }
    String text =
        error instanceof FileSystemException system ? system.getReason() : error.getMessage();
    return Optional.ofNullable(text)
        .flatMap(lines -> lines.lines().findFirst())
        .filter(line -> !line.isBlank())
        .orElse("the system gives no reason");
  }
}
