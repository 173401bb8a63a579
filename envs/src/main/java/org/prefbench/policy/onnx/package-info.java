/** Networks in ONNX files, run by ONNX Runtime, which nothing outside this package sees. */
package org.prefbench.policy.onnx;
